"""What may be asked of a ticket: by a customer's mail, an agent's order, the sender's report, or time. All imperative.

`by` is the actor's address, or "desk". Times are aware and UTC.
"""

from mailflow.desk.commands.breach import (
    AssessBreach,
    CloseBreach,
    DecideBreach,
    DecideSubjects,
    DenyBreach,
    RecordBreach,
    SuspectBreach,
)
from mailflow.desk.commands.life import (
    Answer,
    Ask,
    Assign,
    Bounce,
    Cancel,
    Close,
    Deliver,
    Escalate,
    Hear,
    Label,
    Merge,
    Note,
    Open,
    RecordAffected,
    RecordFinding,
    Refuse,
    Reopen,
    Reread,
    Resolve,
    Return,
    Show,
    Suspect,
    Take,
    Tick,
    Undo,
    Update,
)
from mailflow.desk.commands.people import (
    AddParticipant,
    CorrectRequester,
    LinkAddress,
    OfferParticipants,
    RemoveParticipant,
)
from mailflow.desk.commands.troubles import (
    Adopt,
    ClearAlert,
    DeclareMajor,
    Dismiss,
    Link,
    Part,
    RepeatAlert,
    SeeOutbreak,
    SplitOut,
    TakeChild,
    TellChild,
)
from mailflow.desk.commands.waits import (
    AnswerInvitation,
    Approve,
    AskApproval,
    Back,
    Call,
    CancelCall,
    Disapprove,
    Vendor,
)

Command = (
    Open
    | Reread
    | Hear
    | Answer
    | Note
    | Take
    | Assign
    | Escalate
    | Return
    | Ask
    | RecordFinding
    | Resolve
    | Reopen
    | Cancel
    | Merge
    | Label
    | Show
    | Refuse
    | Undo
    | Deliver
    | Bounce
    | Tick
    | Suspect
    | RecordAffected
    | Update
    | Close
    | Vendor
    | Back
    | Call
    | CancelCall
    | AnswerInvitation
    | AskApproval
    | Approve
    | Disapprove
    | DeclareMajor
    | Link
    | Adopt
    | TakeChild
    | TellChild
    | Part
    | SplitOut
    | SeeOutbreak
    | Dismiss
    | RepeatAlert
    | ClearAlert
    | OfferParticipants
    | AddParticipant
    | RemoveParticipant
    | CorrectRequester
    | LinkAddress
    | SuspectBreach
    | AssessBreach
    | DecideBreach
    | DecideSubjects
    | RecordBreach
    | DenyBreach
    | CloseBreach
)

__all__ = [
    "AddParticipant",
    "Adopt",
    "Answer",
    "AnswerInvitation",
    "Approve",
    "Ask",
    "AskApproval",
    "AssessBreach",
    "Assign",
    "Back",
    "Bounce",
    "Call",
    "Cancel",
    "CancelCall",
    "ClearAlert",
    "Close",
    "CloseBreach",
    "Command",
    "CorrectRequester",
    "DecideBreach",
    "DecideSubjects",
    "DeclareMajor",
    "Deliver",
    "DenyBreach",
    "Disapprove",
    "Dismiss",
    "Escalate",
    "Hear",
    "Label",
    "Link",
    "LinkAddress",
    "Merge",
    "Note",
    "OfferParticipants",
    "Open",
    "Part",
    "RecordAffected",
    "RecordBreach",
    "RecordFinding",
    "Refuse",
    "RemoveParticipant",
    "Reopen",
    "RepeatAlert",
    "Reread",
    "Resolve",
    "Return",
    "SeeOutbreak",
    "Show",
    "SplitOut",
    "Suspect",
    "SuspectBreach",
    "Take",
    "TakeChild",
    "TellChild",
    "Tick",
    "Undo",
    "Update",
    "Vendor",
]
