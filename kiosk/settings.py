"""Settings: from KIOSK_* in the environment, then from kiosk.toml in the data folder."""

import os
import re
from datetime import time, tzinfo
from pathlib import Path
from tomllib import TOMLDecodeError
from typing import Any, Literal
from zoneinfo import ZoneInfo

import platformdirs
from pydantic import Field, PositiveInt, ValidationError, field_validator, model_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
    TomlConfigSettingsSource,
)
from tzlocal import get_localzone

from kiosk.domain.calendar import MONDAY_TO_FRIDAY, Calendar, Weekday
from kiosk.domain.desk import DeskRules
from kiosk.domain.mrn import USUAL_PATTERN, MrnFormat, parse_format
from kiosk.domain.number_pattern import PatternRefused

Symbology = Literal[
    "Code128",
    "Code39",
    "QRCode",
    "DataMatrix",
    "Codabar",
    "ITF",
    "EAN13",
    "EAN8",
    "UPCA",
    "Code93",
    "Aztec",
    "PDF417",
]
LabelName = Literal["name", "initials", "none"]
_COLOUR = re.compile("#[0-9a-fA-F]{6}")
_EXAMPLES = {
    "digit_colours": '["#d7191c", "#777777", ...]',
    "host_names": '["kiosk.lan"]',
    "symbologies": '["Code128", "EAN13"]',
    "code39_lengths": "[8, 11]",
    "working_days": '["sun", "mon", "tue", "wed", "thu"]',
}
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class SettingRefused(Exception):
    """A setting holds something that cannot be meant; the text says which, and why."""


def data_folder() -> Path:
    """Where everything is kept: KIOSK_DATA, else the user's data folder."""
    given = os.environ.get("KIOSK_DATA")
    return Path(given) if given else platformdirs.user_data_path("chart-kiosk", appauthor=False)


class Settings(BaseSettings):
    """All settings, frozen; times are in seconds unless said otherwise."""

    model_config = SettingsConfigDict(env_prefix="KIOSK_", frozen=True, extra="forbid")

    host: str = Field("127.0.0.1", description="address to listen on")
    port: int = Field(8000, ge=1, le=65535, description="port to listen on")
    data: Path = Field(default_factory=data_folder, description="folder of database and key")
    database: str = Field("", description="database URL; empty: SQLite in the data folder")
    trust_lan: bool = Field(False, description="listen on other addresses than this machine's own")
    host_names: tuple[str, ...] = Field((), description="further names that browsers may use")
    timezone: str = Field("", description="time zone, e.g. Europe/Berlin; empty: the machine's")
    day_ends: time = Field(time(17), description="when a loan's last day ends")
    working_days: tuple[Weekday, ...] = Field(
        MONDAY_TO_FRIDAY, min_length=1, description="days of the week on which somebody works"
    )
    destination_seconds: int = Field(60, ge=5, le=3600, description="a destination's time-out")
    in_hand_seconds: int = Field(20, ge=5, le=600, description="time-out of a chart in hand")
    reason_seconds: int = Field(20, ge=5, le=600, description="time-out of an awaited reason")
    loose_seconds: int = Field(60, ge=5, le=600, description="how long a scanned chart lies loose")
    operator_seconds: int = Field(900, ge=30, le=86400, description="an operator's time-out")
    undo_seconds: int = Field(900, ge=10, le=86400, description="how long UNDO can take back")
    chase_hours: int = Field(6, ge=1, le=720, description="when a delivery not seen is chased")
    mrn_pattern: str = Field(
        USUAL_PATTERN,
        description="how patients' numbers are written: 9 a digit, @ a letter, [9] may be missing",
    )
    symbologies: tuple[Symbology, ...] = Field(
        ("Code128", "Code39", "QRCode", "DataMatrix"),
        min_length=1,
        description="barcodes that a camera reads",
    )
    code39_lengths: tuple[PositiveInt, ...] = Field(
        (11,), description="lengths of Code 39 that count"
    )
    label_name: LabelName = Field("name", description="on chart labels: name, initials or none")
    digit_colours: tuple[str, ...] = Field(
        (), description="colours of the digits 0 to 9 on labels; empty: ten that all can tell apart"
    )
    camera: str = Field("", description="camera that the server reads: number, device, file, URL")
    camera_station: str = Field("", description="key of its station; empty: the first")
    demo: bool = Field(False, description="a demo record room, said so on every page")

    @field_validator("digit_colours")
    @classmethod
    def _ten_colours(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        if given and (len(given) != 10 or not all(_COLOUR.fullmatch(one) for one in given)):
            raise ValueError("must be ten colours like #d7191c, of the digits 0 to 9")
        return given

    @field_validator("mrn_pattern")
    @classmethod
    def _a_pattern(cls, given: str) -> str:
        try:
            return parse_format(given).pattern
        except PatternRefused:
            raise ValueError(
                "must be a pattern like 99-99-99, A[9]999-999, 9999/9999 or "
                "999 999 9999 check nhs; see the README"
            ) from None

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        try:
            return name and ZoneInfo(name).key
        except (KeyError, ValueError, OSError):
            raise ValueError("is not the name of a time zone") from None

    @model_validator(mode="after")
    def _lan_needs_a_word(self) -> "Settings":
        if self.host not in LOOPBACK and not self.trust_lan:
            raise ValueError(
                f"KIOSK_HOST {self.host} is reachable by other machines: scans need no sign-in, "
                "and there is no TLS yet. Set KIOSK_TRUST_LAN=1 if you trust everybody there."
            )
        return self

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read the environment first, then kiosk.toml in the data folder."""
        del dotenv_settings, file_secret_settings
        file = data_folder() / "kiosk.toml"
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, file)

    @property
    def database_url(self) -> str:
        """The database's URL, with the default filled in."""
        return self.database or f"sqlite:///{self.data / 'charts.db'}"

    @property
    def desk_rules(self) -> DeskRules:
        """The time-outs of every desk."""
        return DeskRules(
            destination=self.destination_seconds,
            in_hand=self.in_hand_seconds,
            reason=self.reason_seconds,
            loose=self.loose_seconds,
            operator=self.operator_seconds,
            undo=self.undo_seconds,
        )

    @property
    def mrn_format(self) -> MrnFormat:
        """How patients' numbers are written here."""
        return MrnFormat(self.mrn_pattern)

    @property
    def calendar(self) -> Calendar:
        """The room's own days, holidays left out: these are in the database."""
        return Calendar(self.zone, self.day_ends, frozenset(self.working_days))

    @property
    def zone(self) -> tzinfo:
        """The time zone that people here live in."""
        return ZoneInfo(self.timezone) if self.timezone else get_localzone()


def load_settings(**given: Any) -> Settings:
    """Read the settings; ``given`` wins over environment and file.

    Raises SettingRefused, whose text names each bad setting and says what is wrong with it.
    """
    try:
        return Settings(**given)
    except ValidationError as error:
        raise SettingRefused("\n".join(_in_words(one) for one in error.errors())) from None
    except SettingsError as error:
        raise SettingRefused(_no_list(str(error))) from None
    except TOMLDecodeError as error:
        raise SettingRefused(f"{data_folder() / 'kiosk.toml'}: {error}.") from None


def _no_list(said: str) -> str:
    """Name the setting of which the environment holds no JSON."""
    name = next((one for one in Settings.model_fields if f'"{one}"' in said), "")
    return f"KIOSK_{name.upper()}: write a list as JSON, e.g. {_EXAMPLES.get(name, '[]')}."


def _in_words(error: Any) -> str:
    if error["type"] == "extra_forbidden":
        return f"{data_folder() / 'kiosk.toml'}: there is no setting “{error['loc'][0]}”."
    said = error["msg"].removeprefix("Value error, ")
    if error["type"] == "tuple_type":
        said = f"must be a list, e.g. {_EXAMPLES[error['loc'][0]]}"
    if not error["loc"]:
        return str(said)
    return f"KIOSK_{str(error['loc'][0]).upper()}: {said} (it is {error['input']!r})."
