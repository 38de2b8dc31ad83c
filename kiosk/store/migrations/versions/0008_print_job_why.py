"""What a print job failed by, as a code with facts instead of a sentence."""

import json

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
_JOBS = sa.table("print_job", sa.column("id", sa.BigInteger()), sa.column("why", sa.Text()))


def upgrade() -> None:
    """Keep the sentences that stand there as what an older release said."""
    connection = op.get_bind()
    for job in connection.execute(sa.select(_JOBS.c.id, _JOBS.c.why)).all():
        said = {"why": "said-by-an-older-release", "said": job.why, "look": "look" in job.why}
        why = json.dumps(said if job.why else {})
        connection.execute(_JOBS.update().where(_JOBS.c.id == job.id).values(why=why))
