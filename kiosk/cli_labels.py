"""chart-kiosk settings, label, stocks, read and check-label: all that needs no database."""

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click
from sqlalchemy import make_url

from kiosk.settings import SettingRefused, Settings, load_settings

ADVICE = {
    "contrast": "print darker, or on whiter paper; a photograph needs more light",
    "modulation": "take a sharper picture; if it is sharp, print with wider bars",
    "defects": "clean the print head; look for spots, creases and smears",
    "decodability": "the bars have spread or shrunk: print less dark, or slower",
    "quiet zones": "leave ten bar widths white on both sides of the bars",
}
GOOD = 2.5  # of 4: A and B


def settings_in_words(**given: object) -> Settings:
    """Load the settings; one that is refused ends the command and says why."""
    try:
        return load_settings(**given)
    except SettingRefused as error:
        raise click.ClickException(str(error)) from None


@click.command()
def settings() -> None:
    """List all settings: what each means, and what it is here."""
    here = settings_in_words()
    for name, field in Settings.model_fields.items():
        value = getattr(here, name)
        shown = make_url(value).render_as_string() if name == "database" and value else value
        shown = json.dumps(value) if isinstance(value, tuple) else shown
        click.echo(f"KIOSK_{name.upper()} = {shown}")
        click.echo(f"    {field.description}")


@click.command()
@click.argument("codes", nargs=-1, required=True)
@click.option("--stock", default="avery-l7160", show_default=True, help="label stock")
@click.option("--design", default="card", show_default=True, help="what stands where")
@click.option("-o", "--output", type=click.Path(path_type=Path), required=True, help="PDF file")
@click.option("--skip", default=0, show_default=True, help="places to leave out on the sheet")
def label(codes: tuple[str, ...], stock: str, design: str, output: Path, skip: int) -> None:
    """Print codes as plain labels into a PDF."""
    from kiosk.domain.errors import NothingThere
    from kiosk.services.printing.label_texts import plain_label
    from kiosk.services.printing.print_labels import catalogue
    from kiosk.web.words.printing import unprintable_in_words
    from labels import CannotPrint, Paper, render_pdf

    try:
        known = catalogue(settings_in_words())
        wanted = [(plain_label(code), known.design(design)) for code in codes]
        made = render_pdf(wanted, Paper(known.stock(stock), skip))
    except CannotPrint as error:
        raise click.ClickException(unprintable_in_words(error)) from None
    except NothingThere as error:
        raise click.ClickException(f"“{error.facts['text']}” is no code of ours.") from None
    try:
        output.write_bytes(made)
    except OSError as error:
        raise click.ClickException(f"{output}: {error.strerror}.") from None
    click.echo(f"{len(codes)} labels in {output}. Print at 100 %, never “fit to page”.")


@click.command()
def stocks() -> None:
    """List the label stocks and designs at hand, a customer's own included."""
    from kiosk.services.printing.print_labels import catalogue
    from kiosk.web.words.printing import unprintable_in_words
    from labels import CannotPrint

    try:
        known = catalogue(settings_in_words())
    except CannotPrint as error:
        raise click.ClickException(unprintable_in_words(error)) from None
    for stock in known.stocks:
        also = f" (also {', '.join(stock.also)})" if stock.also else ""
        click.echo(f"{stock.name:16} {stock.title}{also}")
    click.echo()
    for design in known.designs:
        click.echo(f"{design.name:16} {design.title}")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="one JSON line a file")
def read(files: tuple[Path, ...], as_json: bool) -> None:
    """Read the barcodes in pictures; exit 1 if a file cannot be read."""
    from kiosk.reading import PictureRefused, missing_readers, read_file
    from kiosk.web.words.answers import MISSING
    from kiosk.web.words.refusals import in_words

    if missing := missing_readers():
        click.echo(MISSING[missing], err=True)
    failed = False
    for file in files:
        try:
            symbols = read_file(file)
        except (PictureRefused, OSError) as error:
            said = error.strerror if isinstance(error, OSError) else in_words(error)
            click.echo(f"{file}: {said}", err=True)
            failed = True
            continue
        if as_json:
            found = [asdict(symbol) for symbol in symbols]
            click.echo(json.dumps({"file": str(file), "symbols": found}))
        else:
            for symbol in symbols:
                click.echo(f"{file}: {symbol.text}  ({symbol.symbology}, {symbol.reader})")
            if not symbols:
                click.echo(f"{file}: no barcode found")
    sys.exit(1 if failed else 0)


@click.command("check-label")
@click.argument("file", type=click.Path(path_type=Path))
def check_label(file: Path) -> None:
    """Grade the labels in a scan or a photograph, A to F; exit 1 if one is worse than C."""
    from kiosk.reading import PictureRefused, grade_labels, letter, load_picture
    from kiosk.web.words.refusals import in_words

    try:
        grades = grade_labels(load_picture(file.read_bytes()))
    except (PictureRefused, OSError) as error:
        said = error.strerror if isinstance(error, OSError) else in_words(error)
        raise click.ClickException(f"{file}: {said}") from None
    if not grades:
        raise click.ClickException(
            f"{file}: F. No Code 128 label could be measured: hold it straight, near and in focus."
        )
    for one in grades:
        click.echo(f"{one.text}: {one.letter}")
        for trait, grade in one.grades.items():
            advice = f"  {ADVICE[trait]}" if grade < GOOD else ""
            click.echo(f"  {trait:13} {letter(grade)}  {one.values[trait]:.2f}{advice}")
    sys.exit(0 if all(one.letter in "ABC" for one in grades) else 1)


COMMANDS = (settings, label, stocks, read, check_label)
