"""The facts that each outcome must carry, because its sentences name them."""

from kiosk.domain.desk import Decision
from kiosk.domain.outcomes import Outcome

# Of several in one tuple, one is enough.
NEEDS: dict[Outcome, tuple[tuple[str, ...], ...]] = {
    Outcome.BORROWER_STOPPED: (("refused_place",),),
    Outcome.BADGE_IS_NO_OPERATOR: (("staff",),),
    Outcome.REASON_NEEDED: (("refused_place",),),
    Outcome.NOTHING_TO_FILE: (("spot",),),
    Outcome.UNDO_REFUSED: (("chart",), ("now_at",)),
    Outcome.NOBODY_SAID_IT_LEFT: (("was_at",),),
    Outcome.WAS_ELSEWHERE_SENT_ON: (("was_at",),),
    Outcome.JUST_SENT_OUT: (("was_at",), ("sent_at",)),
    Outcome.SET_INCOMPLETE: (("volumes",),),
    Outcome.PUT_DOWN_NOT_SENT: (("put_down", "not_sent"),),
    Outcome.ARRIVED_NOT_SENT: (("not_sent",),),
    Outcome.NOTHING_WENT: (("nothing_to",),),
    Outcome.WENT_ELSEWHERE: (("went",), ("place",)),
    Outcome.PENDING_ENDED: (("place", "put_down"),),
    Outcome.LAPSED: (("lapsed",),),
    Outcome.FILED: (("spot",),),
    Outcome.DESTINATION_SET: (("place",),),
    Outcome.DESTINATION_ENDED: (("place",),),
    Outcome.PUT_DOWN: (("put_down",),),
    Outcome.OPERATOR_SIGNED_IN: (("staff",),),
    Outcome.UNDONE: (("back_at", "batch_undone"),),
    Outcome.REASON_TAKEN: (("reason",),),
    Outcome.REPORTED_MISSING: (("now_at",),),
    Outcome.LOAN_EXTENDED: (("now_at",),),
    Outcome.UNDO_ASKS: (("would_take_back",),),
}


def untold(decision: Decision) -> list[tuple[Outcome, tuple[str, ...]]]:
    """Return the facts that a decision's outcomes need and that it does not tell."""
    return [
        (outcome, names)
        for outcome in decision.outcomes
        for names in NEEDS.get(outcome, ())
        if not any(getattr(decision.detail, name) for name in names)
    ]
