"""What has happened to a ticket. Each event is a line of its journal and, where DESK.md says so, a cause of letters.

`by` is the actor's address, or "desk". An event holds all that its letters and `evolve` need.
"""

from mailflow.desk.events.breach import (
    BreachAssessed,
    BreachClosed,
    BreachDecided,
    BreachDenied,
    BreachRecorded,
    BreachSuspected,
    BreachWarned,
    SubjectsDecided,
)
from mailflow.desk.events.life import (
    AffectedRecorded,
    Answered,
    Asked,
    Assigned,
    Cancelled,
    CauseFound,
    Closed,
    CustomerWrote,
    Escalated,
    FirstResponseMade,
    KindChanged,
    LabelAsked,
    Labelled,
    MachineWrote,
    Merged,
    Noted,
    Opened,
    Paged,
    PauseStarted,
    ProgressTold,
    Rated,
    ReadAgain,
    Refused,
    Reminded,
    Reopened,
    Resolved,
    ResponseMade,
    Returned,
    Shown,
    SilenceNoticed,
    Suspected,
    Taken,
    TargetWarned,
    Thanked,
    Triaged,
    Undelivered,
    Undone,
    Updated,
)
from mailflow.desk.events.people import (
    AddressLinked,
    ParticipantAdded,
    ParticipantOffered,
    ParticipantRemoved,
    RequesterCorrected,
)
from mailflow.desk.events.troubles import (
    Adopted,
    AlertCleared,
    AlertRepeated,
    ChildJoined,
    DeclaredMajor,
    Linked,
    OutbreakDismissed,
    OutbreakSeen,
    ParentTold,
    Parted,
    SplitOff,
)
from mailflow.desk.events.waits import (
    ApprovalAsked,
    ApprovalReminded,
    Approved,
    CallAccepted,
    CallCancelled,
    CallFixed,
    CallOver,
    CallProposed,
    CallWished,
    CameBack,
    Rejected,
    WentToVendor,
)

Event = (
    Opened
    | Triaged
    | LabelAsked
    | ReadAgain
    | Labelled
    | Paged
    | Taken
    | Assigned
    | Answered
    | Noted
    | Escalated
    | Returned
    | CauseFound
    | Asked
    | PauseStarted
    | Reminded
    | SilenceNoticed
    | CustomerWrote
    | Thanked
    | MachineWrote
    | Resolved
    | Closed
    | Rated
    | Reopened
    | Cancelled
    | Merged
    | KindChanged
    | FirstResponseMade
    | ResponseMade
    | TargetWarned
    | Undelivered
    | Shown
    | Undone
    | Refused
    | Suspected
    | AffectedRecorded
    | Updated
    | ProgressTold
    | WentToVendor
    | CameBack
    | CallProposed
    | CallFixed
    | CallAccepted
    | CallWished
    | CallCancelled
    | CallOver
    | ApprovalAsked
    | ApprovalReminded
    | Approved
    | Rejected
    | DeclaredMajor
    | Linked
    | Adopted
    | ChildJoined
    | ParentTold
    | Parted
    | SplitOff
    | OutbreakSeen
    | OutbreakDismissed
    | AlertRepeated
    | AlertCleared
    | ParticipantOffered
    | ParticipantAdded
    | ParticipantRemoved
    | RequesterCorrected
    | AddressLinked
    | BreachSuspected
    | BreachAssessed
    | BreachDecided
    | SubjectsDecided
    | BreachRecorded
    | BreachDenied
    | BreachClosed
    | BreachWarned
)

__all__ = [
    "AddressLinked",
    "Adopted",
    "AffectedRecorded",
    "AlertCleared",
    "AlertRepeated",
    "Answered",
    "ApprovalAsked",
    "ApprovalReminded",
    "Approved",
    "Asked",
    "Assigned",
    "BreachAssessed",
    "BreachClosed",
    "BreachDecided",
    "BreachDenied",
    "BreachRecorded",
    "BreachSuspected",
    "BreachWarned",
    "CallAccepted",
    "CallCancelled",
    "CallFixed",
    "CallOver",
    "CallProposed",
    "CallWished",
    "CameBack",
    "Cancelled",
    "CauseFound",
    "ChildJoined",
    "Closed",
    "CustomerWrote",
    "DeclaredMajor",
    "Escalated",
    "Event",
    "FirstResponseMade",
    "KindChanged",
    "LabelAsked",
    "Labelled",
    "Linked",
    "MachineWrote",
    "Merged",
    "Noted",
    "Opened",
    "OutbreakDismissed",
    "OutbreakSeen",
    "Paged",
    "ParentTold",
    "Parted",
    "ParticipantAdded",
    "ParticipantOffered",
    "ParticipantRemoved",
    "PauseStarted",
    "ProgressTold",
    "Rated",
    "ReadAgain",
    "Refused",
    "Rejected",
    "Reminded",
    "Reopened",
    "RequesterCorrected",
    "Resolved",
    "ResponseMade",
    "Returned",
    "Shown",
    "SilenceNoticed",
    "SplitOff",
    "SubjectsDecided",
    "Suspected",
    "Taken",
    "TargetWarned",
    "Thanked",
    "Triaged",
    "Undelivered",
    "Undone",
    "Updated",
    "WentToVendor",
]
