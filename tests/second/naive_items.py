"""One item of the agenda."""

DUE, OPTIONAL, WAITING, MISSED = "due", "optional", "waiting", "missed"


def item(ask, kind, name, due, status, track=None, stage=None):
    """ "Overdue is the number of calendar days from the day due to the day asked about." """
    late = (ask.day - due).days if due is not None else 0
    return {
        "kind": kind,
        "action": name,
        "due": due,
        "overdue_days": max(0, late),
        "status": status,
        "track": track,
        "stage": stage,
    }
