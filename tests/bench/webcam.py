"""A webcam's frames, seeded: the way from a label on a desk to the pixels that arrive.

Every impairment is a figure of ``Shot``; at its default it does nothing.
"""

from dataclasses import dataclass, replace
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.bench.scenery import DOTS_PER_MM, Grey, Printed, Random, cluttered_desk, plain_desk

Plane = NDArray[Any]  # a picture of floats, or how much of each pixel is covered

WIDTH, HEIGHT = 1280, 720


@dataclass(frozen=True, slots=True)
class Shot:
    """How one frame is taken. Lengths in pixels of the frame, angles in degrees."""

    turn: float = 0.0
    tilt: float = 0.0  # out of the picture's plane
    tilt_towards: float = 0.0
    module: float = 2.4  # width of the narrowest bar
    at: tuple[float, float] = (WIDTH / 2, HEIGHT / 2)
    defocus: float = 0.4  # standard deviation of the blur
    motion: float = 0.0
    motion_towards: float = 0.0
    noise: float = 2.0  # standard deviation, of 255
    light: float = 1.0
    contrast: float = 1.0
    glare: float = 0.0  # 1: burnt out in its middle
    thumb: float = 0.0  # share of the label's height that a finger covers
    shutter: float = 0.0  # pixels by which the last row lags behind the first
    lens: float = 0.0  # radial distortion, k1 of the pinhole model
    curve: float = 0.0  # angle that the label is bent around a folder's edge
    wrinkle: float = 0.0  # depth of the folds
    jpeg: int = 85
    clutter: bool = False


def mixed(dice: Random) -> Shot:
    """Draw all impairments at once, so hard that plain pyzbar reads 18 to 24 % of the frames."""
    often = dice.random
    return Shot(
        turn=dice.uniform(0, 360),
        tilt=dice.uniform(0, 30),
        tilt_towards=dice.uniform(0, 360),
        module=dice.uniform(1.1, 3.2),
        at=(dice.uniform(0.35, 0.65) * WIDTH, dice.uniform(0.35, 0.65) * HEIGHT),
        defocus=0.3 + 2.7 * often() ** 3,
        motion=12 * often() ** 2 * (often() < 0.4),
        motion_towards=dice.uniform(0, 360),
        noise=dice.uniform(1, 6),
        light=dice.uniform(0.4, 1.1),
        contrast=dice.uniform(0.6, 1),
        glare=(often() < 0.15) * dice.uniform(0.3, 1),
        thumb=(often() < 0.2) * dice.uniform(0.15, 0.5),
        shutter=dice.uniform(-6, 6),
        lens=dice.uniform(-0.08, 0.08),
        curve=(often() < 0.15) * dice.uniform(10, 50),
        wrinkle=(often() < 0.15) * dice.uniform(0.02, 0.1),
        jpeg=int(dice.integers(40, 93)),
        clutter=often() < 0.5,
    )


def burst(dice: Random, shot: Shot, frames: int) -> list[Shot]:
    """Draw what follows a first frame: a hand that shakes, a camera that hunts for focus."""
    return [
        replace(
            shot,
            turn=shot.turn + dice.normal(0, 2),
            tilt=max(0.0, shot.tilt + dice.normal(0, 2)),
            at=(shot.at[0] + dice.normal(0, 6), shot.at[1] + dice.normal(0, 6)),
            module=shot.module * dice.uniform(0.96, 1.04),
            defocus=max(0.3, shot.defocus * dice.uniform(0.8, 1.15)),
            motion=12 * dice.random() ** 2 * (dice.random() < 0.4),
            motion_towards=dice.uniform(0, 360),
        )
        for _ in range(frames)
    ]


def take(dice: Random, shot: Shot, labels: list[Printed]) -> Grey:
    """Photograph labels on a desk."""
    desk = cluttered_desk if shot.clutter else plain_desk
    frame = desk(dice, WIDTH, HEIGHT).astype(np.float32)
    for label, one in zip(labels, _spread(shot, len(labels)), strict=True):
        _hold_up(dice, frame, label, one)
    frame = _through_the_lens(frame, shot)
    frame = np.clip(frame * shot.light, 0, 255)
    if shot.glare:
        frame = _with_glare(dice, frame, shot)
    frame += dice.normal(0, 1, frame.shape).astype(np.float32) * (
        shot.noise * np.sqrt(0.4 + frame / 200)
    )
    grey = np.clip(frame, 0, 255).astype(np.uint8)
    data = cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, shot.jpeg])[1]
    return cv2.imdecode(data, cv2.IMREAD_GRAYSCALE)  # type: ignore[return-value]


def _spread(shot: Shot, count: int) -> list[Shot]:
    if count == 1:
        return [shot]
    xs = np.linspace(0, WIDTH, 2 * count + 1)[1::2]
    return [replace(shot, at=(x, shot.at[1])) for x in xs]


def _hold_up(dice: Random, frame: Plane, label: Printed, shot: Shot) -> None:
    """Draw a label over the frame, twice as fine as its pixels, then averaged down."""
    paper: Plane = 40 + label.picture.astype(np.float32) * (195 / 255)
    paper = 128 + (paper - 128) * shot.contrast
    paper, scale = _bent(dice, paper, shot), shot.module / (label.module * DOTS_PER_MM)
    paper = cv2.GaussianBlur(paper, (0, 0), max(0.3, 0.25 / scale))
    height, width = paper.shape
    outline = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    placed = _projected(outline, shot, scale)
    corner = np.floor(placed.min(0)).astype(int) - 2
    size = np.ceil(placed.max(0)).astype(int) + 2 - corner
    way = cv2.getPerspectiveTransform(outline, ((placed - corner) * 2).astype(np.float32))
    fine = tuple(int(length) * 2 for length in size)
    drawn = cv2.warpPerspective(paper, way, fine, flags=cv2.INTER_LINEAR)
    cover = cv2.warpPerspective(np.ones_like(paper), way, fine)
    if shot.thumb:
        _lay_a_thumb(dice, drawn, placed - corner, shot.thumb)
    drawn, cover = (
        cv2.resize(one, tuple(int(length) for length in size), interpolation=cv2.INTER_AREA)
        for one in (drawn, cover)
    )
    _paste(frame, drawn, cover, corner)


def _projected(outline: Plane, shot: Shot, scale: float) -> Plane:
    """Place a label's corners: scaled, turned, tilted away from the camera."""
    points = (outline - outline.mean(0)) * scale
    turn, towards = np.deg2rad(shot.turn), np.deg2rad(shot.tilt_towards)
    points = points @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])
    axis = np.array([np.cos(towards), np.sin(towards)])
    along = points @ axis
    tilt = np.deg2rad(shot.tilt)
    points = points + np.outer(along * (np.cos(tilt) - 1), axis)
    depth = 1 + along * np.sin(tilt) / 1100  # the camera is 1100 pixels away
    return np.asarray(points / depth[:, None] + shot.at, np.float32)


def _bent(dice: Random, paper: Plane, shot: Shot) -> Plane:
    """Bend a label around a cylinder across its bars, and crumple it."""
    if not shot.curve and not shot.wrinkle:
        return paper
    height, width = paper.shape
    x: Plane
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    shade = np.ones_like(paper)
    if shot.curve:
        half = np.deg2rad(shot.curve) / 2
        off = (x - width / 2) / (width / 2)
        x = (width / 2 + np.arcsin(off * np.sin(half)) / half * width / 2).astype(np.float32)
        shade *= (np.cos(off * half) ** 0.5).astype(np.float32)
    if shot.wrinkle:
        folds: Plane = dice.normal(0, 1, (6, 9)).astype(np.float32)
        folds = cv2.resize(folds, (width, height), interpolation=cv2.INTER_CUBIC)
        x = x + folds * shot.wrinkle * DOTS_PER_MM
        shade *= 1 + 0.12 * shot.wrinkle * folds
    bent = cv2.remap(paper, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    return bent * shade


def _lay_a_thumb(dice: Random, drawn: Plane, placed: Plane, share: float) -> None:
    """Cover a part of a label, from one of its long edges inwards."""
    top_left, _, bottom_right, bottom_left = placed * 2
    down, across = bottom_left - top_left, bottom_right - bottom_left
    middle = bottom_left + across * dice.uniform(0.2, 0.8)
    reach = down * share
    axes = (float(np.hypot(*reach)), float(np.hypot(*across)) * dice.uniform(0.1, 0.18))
    angle = float(np.degrees(np.arctan2(reach[1], reach[0])))
    skin = dice.uniform(90, 190)
    cv2.ellipse(drawn, (tuple(map(float, middle)), (2 * axes[0], 2 * axes[1]), angle), skin, -1)


def _paste(
    frame: Plane,
    drawn: Plane,
    cover: Plane,
    corner: NDArray[np.int64],
) -> None:
    height, width = drawn.shape
    left, top = (int(value) for value in corner)
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + width, WIDTH), min(top + height, HEIGHT)
    if x0 >= x1 or y0 >= y1:
        return
    part = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    below = frame[y0:y1, x0:x1]
    below += cover[part] * (drawn[part] - below)


def _through_the_lens(frame: Plane, shot: Shot) -> Plane:
    if shot.lens or shot.shutter:
        y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
        u, v = (x - WIDTH / 2) / WIDTH, (y - HEIGHT / 2) / WIDTH
        bend = 1 + shot.lens * (u * u + v * v) * 4
        x = (u * bend * WIDTH + WIDTH / 2 + shot.shutter * y / HEIGHT).astype(np.float32)
        y = (v * bend * WIDTH + HEIGHT / 2).astype(np.float32)
        frame = cv2.remap(frame, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    if shot.defocus > 0.2:
        frame = cv2.GaussianBlur(frame, (0, 0), shot.defocus)
    if shot.motion > 0.5:
        frame = cv2.filter2D(frame, -1, _smear(shot.motion, shot.motion_towards))
    return frame


def _smear(length: float, towards: float) -> Plane:
    """Return the kernel of a straight motion, drawn finely and averaged down."""
    side = 2 * int(np.ceil(length / 2)) + 3
    fine = np.zeros((side * 8, side * 8), np.float32)
    angle = np.deg2rad(towards)
    step = np.array([np.cos(angle), np.sin(angle)]) * length * 4
    middle = np.array([side * 4, side * 4], float)
    ends = [tuple(round(value) for value in middle + sign * step) for sign in (-1, 1)]
    cv2.line(fine, ends[0], ends[1], 1.0, 8)
    kernel = cv2.resize(fine, (side, side), interpolation=cv2.INTER_AREA)
    return np.asarray(kernel / kernel.sum())


def _with_glare(dice: Random, frame: Plane, shot: Shot) -> Plane:
    spot: Plane = np.zeros((HEIGHT // 8, WIDTH // 8), np.float32)
    middle = tuple(float(at) / 8 + dice.normal(0, 6) for at in shot.at)
    axes = (float(dice.uniform(6, 14)), float(dice.uniform(3, 8)))
    cv2.ellipse(spot, (middle, axes, float(dice.uniform(0, 180))), 1.0, -1)
    spot = cv2.GaussianBlur(spot, (0, 0), 2.5)
    bright = frame + 255 * shot.glare * cv2.resize(spot, (WIDTH, HEIGHT))
    return np.asarray(np.clip(bright, 0, 255))
