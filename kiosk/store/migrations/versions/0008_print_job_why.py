"""What a print job failed by, as a code with facts instead of a sentence."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
_JOBS = sa.table("print_job", sa.column("id", sa.BigInteger()), sa.column("why", sa.Text()))
_LOOK = "; look whether it came out"  # is said by the words now


def upgrade() -> None:
    """Keep the sentences that stand there as what an older release said."""
    connection = op.get_bind()
    for job in connection.execute(sa.select(_JOBS.c.id, _JOBS.c.why)).all():
        why = json.dumps(_told(job.why) if job.why else {})
        connection.execute(_JOBS.update().where(_JOBS.c.id == job.id).values(why=why))


def _told(sentence: str) -> dict[str, str | bool]:
    said = sentence.removesuffix(_LOOK)
    stop = "" if said.endswith((".", "?", "!")) else "."
    whole = said[:1].upper() + said[1:] + stop
    return {"why": "said-by-an-older-release", "said": whole, "look": said != sentence}
