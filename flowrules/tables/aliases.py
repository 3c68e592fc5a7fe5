"""What HR systems and schools call the columns of an export, by what each of them is.

They are compared without spaces, case and punctuation. A heading that means one thing here and another
there is left out, or its values must bear it out; see `guess`.
"""

# The staff group where each of their words is one, else the post; in a log, the role of who did it.
ROLES = ("Role", "Job Role", "Role Name", "Role Title")

EVERY = {
    "employee": (
        "Payroll Number", "Payroll No", "Payroll Ref", "Payroll Reference", "Payroll ID",
        "Employee Number", "Employee No", "Employee ID", "Employee Ref", "Employee Reference",
        "Employee Code", "Emp No", "Emp ID", "Emp Ref", "EmpNo", "Personal Ref",
        "Personal Reference", "Personnel Number", "Personnel No", "Person Number", "Person ID",
        "Person Ref", "Staff Number", "Staff No", "Staff ID", "Staff Code", "Staff Ref",
        "Staff Reference", "Primary Employment Number", "Employment Number", "Works Number",
        "Works No", "Clock Number", "Employee", "Staff", "Staff Member", "ID",
    ),
    "group": (
        "Staff Group", "Employee Group", "Employee Type", "Staff Type", "Staff Category",
        "Employee Category", "Category of Staff", "Category of Employee", "Type of Staff",
        "Type of Employee", "Group of Staff", "Staffing Group", "Staff Class", "Employee Class",
        "Business Role", "Workforce Group", "Workforce Category", "Group", "Job Category",
        "Job Family", "Job Group", "Job Type", "Post Category", "Post Group", "Post Type",
        "Staff Role", "Role Category", "Role Group", "Role Type",
    ),
    "post": (
        "Post", "Post Number", "Post No", "Post ID", "Post Ref", "Post Reference", "Post Title",
        "Post Name", "Position", "Position Ref", "Position Reference", "Position Title",
        "Position Name", "Position Number", "Position No", "Position ID", "Assignment",
        "Assignment Number", "Assignment No", "Assignment ID", "Assignment Ref", "Contract",
        "Contract Number", "Contract No", "Contract ID", "Contract Ref", "Contract Reference",
        "Appointment", "Appointment Number", "Appointment No", "Appointment ID", "Job Title", "Job",
        "Job Name", "Job Number", "Job No", "Job ID", "Job Ref", "Job Reference",
    ),
    "school": (
        "School", "School Name", "Site", "Site Name", "Establishment", "Academy", "Academy Name",
        "Institution", "Location", "Workplace", "Base",
    ),
    "name": (
        "Name", "Full Name", "Employee Name", "Staff Name", "Preferred Name", "Employee", "Staff",
        "Staff Member",
    ),
    "forename": ("Forename", "Forenames", "First Name", "Given Name", "Legal Forename", "Known As"),
    "surname": ("Surname", "Last Name", "Family Name", "Legal Surname"),
    "manager": (
        "Line Manager", "Manager", "Manager Name", "Line Manager Name", "Reports To",
        "Supervisor",
    ),
    "started": (
        "Continuous Service Start Date", "Continuous Service Date", "Cont. Service",
        "Service Start Date", "Service Start", "Employment Start Date", "Date Joined",
        "Date of Joining", "Joining Date", "Hire Date", "Start of Service", "Started",
        "In post from", "Service From",
    ),
}  # fmt: skip

ABSENCES = {
    "start": (
        "Absence Start Date", "Absence Start", "Absence From", "Absence Date From", "Start Date",
        "Start", "Date Started", "Start of Absence", "First Day of Absence", "First Day Absent",
        "First Day Away", "First Day", "Sickness Start Date", "Sickness Start", "Date From",
        "From Date", "From", "Absent From", "Leave From", "Leave Start Date", "Start DateTime",
        "Begin Date", "Absence Start DateTime", "Absence Started", "First Date of Absence",
        "First Date",
    ),
    "end": (
        "Absence End Date", "Absence End", "Absence To", "Absence Date To", "End Date", "End",
        "Date Ended", "End of Absence", "Last Day of Absence", "Last Day Absent", "Last Day Away",
        "Last Day", "Sickness End Date", "Sickness End", "Date To", "To Date", "To", "Absent To",
        "Absent Until", "Until", "Leave To", "Leave End Date", "End DateTime", "Finish Date",
        "Finish",
        "Absence End DateTime", "Absence Ended", "Last Date of Absence", "Last Date",
    ),
    "returned": (
        "Actual Return Date", "Return to Work Date", "Date Returned", "Date of Return",
        "Returned On", "First Day Back", "Date Returned to Work", "Return Date",
    ),
    "category": (
        "Absence Category", "Absence Type", "Type of Absence", "Absence Class", "Absence Code",
        "Category", "Absence Reason", "Reason for Absence", "Leave Type", "Type", "Reason",
        "Absence", "SWC Code", "DfE Code", "Kind of Absence",
    ),
    "reason": (
        "Sickness Category", "Illness Category", "Sickness Reason", "Reason Category", "Reason",
        "Absence Reason", "Broad Reason", "Reason Group",
    ),
    "days_lost": (
        "Working Days Lost", "Total Working Days Lost", "Days Lost", "Work Days Lost",
        "Working Days", "Days", "Days Absent", "Absence Days", "Duration Days", "Duration (Days)",
        "Total Days", "Total Days Lost", "Days Deducted", "No of Days", "Number of Days",
        "No. Days", "Actual Working Days", "Sick Days", "Duration",
    ),
    "hours": (
        "Working Hours Lost", "Hours Lost", "Absence Hours", "Hours Absent", "Duration Hours",
        "Duration (Hours)", "Hours", "Duration",
    ),
    "part": (
        "Half Day", "Half Days", "Half Day?", "Part Day", "Full or Part Day", "Full or Half Day",
        "Whole or Half Day", "Day Part", "Session", "AM/PM", "Part of Day", "Full/Half Day",
        "Full/Half",
    ),
    "first_part": (
        "Start Half Day", "Start AM/PM", "Start Session", "Start Part", "First Day Part",
        "Start Day Part", "Start Half", "First Day Half", "First Day Half Shift", "From AM/PM",
        "Half Day Start", "Start Period", "First Half Day", "Half Day on First Day",
        "From Session", "First Day Portion", "Full or Part Day",
    ),
    "last_part": (
        "End Half Day", "End AM/PM", "End Session", "End Part", "Last Day Part", "End Day Part",
        "End Half", "Last Day Half", "Last Day Half Shift", "To AM/PM", "Half Day End",
        "End Period", "Last Half Day", "Half Day on Last Day", "To Session", "Last Day Portion",
        "Full or Part Day (2)",
    ),
    "start_time": ("Start Time", "Time From", "From Time", "Absence Start Time", "Time Started"),
    "end_time": ("End Time", "Time To", "To Time", "Absence End Time", "Time Ended", "Finish Time"),
    "known_on": (
        "Date Reported", "Reported On", "Reported", "Known On", "Date Notified", "Notified On",
        "Date Known", "Reported Date", "Notification Date",
    ),
    "expected_until": (
        "Expected End Date", "Expected Last Day", "Expected Until", "Fit Note Until",
        "Fit Note End", "Fit Note To", "Expected End", "Fit Note End Date",
    ),
}  # fmt: skip

EVENTS = {
    "on": (
        "Date", "Event Date", "Meeting Date", "Action Date", "Date of Event", "Date of Meeting",
        "Date Held", "Date Completed", "Completed On", "Completed", "Held On", "On", "Date Done",
        "Done On", "Contact Date",
    ),
    "event": (
        "Event", "Event Type", "Type of Event", "What Happened", "Activity", "Activity Type",
        "Meeting", "Meeting Type", "Type of Meeting", "Stage Meeting", "Type", "Step",
        "Description", "Action Taken",
    ),
    "action": ("Action", "Action Type"),
    "recorded": ("Recorded",),
    "contact": ("Contact", "Contact Type"),
    "outcome": ("Outcome", "Result", "Decision", "Meeting Outcome"),
    "until": ("Until", "Expires", "Expiry Date", "Expires On", "Warning Expires"),
    "known_on": ("Date Reported", "Reported On", "Known On"),
    "by": ("By Role", "Held By Role", "Decided By Role", "Role of Manager"),
    "because": ("Because", "Rationale", "Reason for Decision", "Reason for Outcome", "Reason"),
}  # fmt: skip

STAFF = {
    "pattern": (
        "Working Pattern", "Work Pattern", "Pattern of Work", "Days Worked", "Working Days",
        "Work Days", "Pattern", "Working Week", "Days of Work",
    ),
    "mon": ("Mon", "Monday", "Mon Hours", "Monday Hours", "Works Monday"),
    "tue": ("Tue", "Tuesday", "Tues", "Tue Hours", "Tuesday Hours", "Works Tuesday"),
    "wed": ("Wed", "Wednesday", "Weds", "Wed Hours", "Wednesday Hours", "Works Wednesday"),
    "thu": ("Thu", "Thursday", "Thur", "Thurs", "Thu Hours", "Thursday Hours", "Works Thursday"),
    "fri": ("Fri", "Friday", "Fri Hours", "Friday Hours", "Works Friday"),
    "sat": ("Sat", "Saturday", "Sat Hours", "Saturday Hours", "Works Saturday"),
    "sun": ("Sun", "Sunday", "Sun Hours", "Sunday Hours", "Works Sunday"),
    "pattern_from": (
        "Pattern From", "Pattern Start", "Pattern Start Date", "Pattern Effective From",
        "Effective From",
    ),
    "hours_per_day": ("Hours per Day", "Daily Hours", "Hours a Day", "Hours/Day"),
    "term_time_only": ("Term Time Only", "Term-Time Only", "TTO", "Term Time"),
    "started": (*EVERY["started"], "Start Date"),
}  # fmt: skip

_ROLED = EVERY | {field: (*EVERY[field], *ROLES) for field in ("group", "post")}
KINDS = {"absences": _ROLED | ABSENCES, "events": EVERY | EVENTS, "staff": _ROLED | STAFF}

# A column whose yes makes it an absence of that category.
FLAGS = {
    "disability": (
        "Disability Related", "Disability-related", "Disability Related Absence",
        "Related to Disability", "Disability", "DDA", "Equality Act",
    ),
    "pregnancy": (
        "Pregnancy Related", "Pregnancy-related", "Related to Pregnancy", "Maternity Related",
    ),
    "work-injury": ("Industrial Injury", "Injury at Work", "Accident at Work", "Work Related Injury"),
}  # fmt: skip

# Of those, headings that mostly say of a person what then stands in every row of theirs.
PERHAPS_OF_A_PERSON = ("Disability", "DDA", "Equality Act")

# Why a column that could be of use is not taken.
UNUSED = {
    "FTE": "a share of full time does not say which days are worked",
    "Full Time Equivalent": "a share of full time does not say which days are worked",
    **dict.fromkeys(
        (
            "FTE Days Lost",
            "FTE Days",
            "FTE Working Days Lost",
            "FTE Days Absent",
            "Days Lost FTE",
            "Days Lost (FTE)",
            "Full Time Equivalent Days Lost",
            "FTE Hours Lost",
        ),
        "it is scaled by the share of full time, so it is not what this employee would have worked",
    ),
    "Hours per Week": "hours alone do not say which days are worked",
    "Contracted Hours": "hours alone do not say which days are worked",
    "Weeks per Year": "it does not say which weeks; add a column `Term Time Only` with yes or no",
    "Created Date": "the day a row was typed in need not be the day the school learnt of it",
    "Date Created": "the day a row was typed in need not be the day the school learnt of it",
    "Created": "the day a row was typed in need not be the day the school learnt of it",
    "Entered On": "the day a row was typed in need not be the day the school learnt of it",
    "NI Number": "a National Insurance number is not needed",
    "National Insurance Number": "a National Insurance number is not needed",
    "Date of Birth": "it is not needed",
    "DOB": "it is not needed",
    "Expected Return Date": "an absence is over when it has a last day",
    "Bradford Factor": "scores are worked out from the absences",
    "Bradford Score": "scores are worked out from the absences",
}

# Words for kinds of absence, by the name that a procedure is likely to give the category.
CATEGORIES = {
    "sickness": (
        "Sickness", "Sick", "Sick leave", "Sickness absence", "Illness", "Ill", "SIC", "S",
        "Sickness - self certified", "Sickness (self certified)", "Self certified sickness",
        "Self-certified", "Self certified", "Uncertified sickness",
        "Sickness - medical certificate", "Medically certified", "Medically certified sickness",
        "Sickness (certified)", "Certified sickness", "SICKNESS_SELF_CERTIFICATED",
        "SICKNESS_MEDICAL_CERTIFICATED", "Sick - paid", "Sick - unpaid", "Paid sick leave",
        "Unpaid sick leave", "Sickness paid", "Sickness unpaid", "General sickness",
        "Sickness (paid)", "Sickness (unpaid)", "Ill health",
    ),
    "disability": (
        "Disability", "Disability related", "Disability-related sickness",
        "Disability related sickness", "Sickness - disability related",
        "Disability related absence", "Sickness (disability related)",
    ),
    "pregnancy": (
        "Pregnancy", "Pregnancy related", "Pregnancy related sickness",
        "Pregnancy related absence", "PRG", "Sickness - pregnancy related",
        "Pregnancy-related sickness", "Sickness (pregnancy related)", "Pregnancy sickness",
        "Sickness - pregnancy", "Sickness (pregnancy)", "Maternity related",
        "Maternity related sickness", "Maternity related absence",
        "Sickness - maternity related", "Sickness (maternity related)",
    ),
    "maternity": ("Maternity", "Maternity leave", "MAT", "Maternity/paternity", "Maternity pay"),
    "work-injury": (
        "Industrial injury", "Work injury", "Injury at work", "Accident at work",
        "Work related injury",
    ),
}  # fmt: skip

# Kinds of absence that no rule about ill health counts.
NOT_ILL_HEALTH = (
    "Annual leave", "Holiday", "Leave", "Training", "TRN", "Course", "CPD", "Secondment", "SEC",
    "Jury service", "PUB", "Public duties", "Paternity leave", "Paternity",
    "Shared parental leave", "Parental leave", "Adoption leave", "TOIL", "Time off in lieu",
    "Flexi leave", "Compassionate leave", "Compassionate", "Bereavement", "Bereavement leave",
    "Time off for dependants", "TIME_OFF_FOR_DEPENDENT", "Dependants leave",
    "Emergency leave for dependants", "Interview", "Strike", "Industrial action", "Union duties",
    "Trade union duties", "Work from home", "INSET", "School trip", "Moving house",
    "Religious observance", "Special leave", "Unpaid leave", "Career break", "Study leave",
    "Exam leave", "Graduation", "Wedding",
)  # fmt: skip
