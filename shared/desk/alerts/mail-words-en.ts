/**
 * The mails to parties in English. Words in braces are filled in by the hub: a translation keeps them as they are, and
 * may move them.
 */
export const englishMail = {
  /** Subjects. SNS takes 100 characters, gaps filled. `by` is `actBy`, `actNow` or nothing. */
  subjects: {
    actBy: ", act by {time}",
    actNow: ", act now",
    opened: "Alert: possible privacy breach{by} ({case})",
    grown: "Alert, updated: possible privacy breach{by} ({case})",
    notAcknowledged: "Urgent: nobody has confirmed this breach alert{by} ({case})",
    merged: "Info: case {old} goes on as {case}{by}",
    closed: "Info: case {case} is closed",
    ownDutyDue: "Reminder: {what} by {time} ({case})",
    ownDutyOverdue: "Overdue: {what}, was due {time} ({case})",
    ownDutyRequested: "Urgent, please answer a request: {what} ({case})",
    otherDutyDue: "Info: others must {what} by {time} ({case})",
    otherDutyOverdue: "Others are late to {what}, due {time} ({case})",
    otherDutyUnanswered: "Others do not answer: {what} ({case})",
  },
  /** The subjects of one mail about several duties. `count` is at least 2. */
  subjectsOfSeveral: {
    ownDutyDue: "Reminder: {count} duties due by {time} ({case})",
    ownDutyOverdue: "Overdue: {count} duties, were due {time} ({case})",
    ownDutyRequested: "Urgent, please answer {count} requests ({case})",
    otherDutyDue: "Info: others must do {count} duties by {time} ({case})",
    otherDutyOverdue: "Others are late with {count} duties, due {time} ({case})",
    otherDutyUnanswered: "Others do not answer {count} requests ({case})",
  },
  /** After the first due time of several. */
  andLater: "{time} and later",
  /** The mails about a letter to a carrier that takes no part. */
  letters: {
    subjects: {
      answered: "The carrier answered your letter ({case})",
      notDelivered: "Your letter to the carrier was not delivered ({case})",
      unanswered: "The carrier has not answered your letter ({case})",
    },
    first: {
      answered: "The carrier that you wrote to has answered.",
      notDelivered: "The mail with your letter was refused. The carrier has not received it.",
      unanswered: "The time in which the carrier was asked to answer has passed. It can still answer.",
    },
    asked: "You asked it to",
    answer: "Its answer",
    answers: {
      inform: "It sent a file.",
      stopped: "It says that the tool is stopped.",
      accept: "It will do it.",
      acceptBy: "It will do it by {day}.",
      decline: "It declines: {reason}.",
    },
    withFile: "It sent a file with it.",
    late: "The answer came after the case had moved on, so it changed nothing but the record.",
    next: {
      file: "The file is among your files of evidence in the case. If it lists lookups, add them to the case.",
      answered: "The exchange has not checked the answer. See in the case what it changes for you.",
      notDelivered: "Correct the carrier’s address in your settings, and send the letter again from the case.",
      unanswered: "Call the carrier, or send the letter again from the case.",
    },
  },
  /** The mails about a question of a regulator that the party recorded. */
  questions: {
    subjects: {
      due: "Reminder: answer the regulator by {time} ({case})",
      overdue: "Overdue: answer the regulator, was due {time} ({case})",
    },
    sentences: {
      due: "By {time}: answer the question that you recorded in this case. It came from: {regulator}.",
      overdue:
        "By {time}, you were to answer the question that you recorded in this case, and no answer is recorded. It came from: {regulator}.",
    },
    extended: "If you have answered, record it in the case. If you got more time, record that instead.",
    calendar: "Answer the regulator ({case})",
  },
  /** The mail about a day of refused attempts. `reported` stands in it if a party says what its tool showed. */
  attempts: {
    subject: "Info: refused attempts on {day}, no case",
    first: "You need not do anything now. The list of these attempts",
    what: "On {day} (UTC) we noticed lookups like those of somebody who tries out numbers or postal codes. Our record of what lookups showed has nothing of your shipments that these visitors saw without proof.",
    reported: "Of lookups that a party made or answered itself, we know what it has reported to us so far.",
    noCase:
      "So there is no case about them, and we set no deadline. If a law asks you to tell somebody of attempts too, the list says so. If we learn that something was shown, we open a case and alert you at once.",
    heading: "What was noticed",
    count: "Visitors, networks or ranges of numbers",
  },
  /** What to do first: the first line of a mail, before a link. */
  first: {
    acknowledge: "Do this first: confirm that you have read this alert",
    seeNew: "Do this first: look at which of your shipments are affected now",
    seeRestated: "Do this first: look at what the operator of the exchange has corrected",
    useLeading: "From now on, use case {case}",
    nothing: "You need not do anything now. The case",
    answer: "Do this first: accept the request, or decline it with a reason",
    request: "Do this first: ask the other party to do its duty",
    takeOver: "Do this first: decide whether you do it in place of the other party",
  },
  sentences: {
    escalation:
      "If nobody confirms it within {hours} hours, we send it again, also to emergency contacts if your settings name any.",
    sender:
      "You get this mail because your organization takes part in Wayseal, the exchange through which retailers and carriers share where parcels are.",
    notAcknowledged:
      "We sent this alert before, and nobody has confirmed it. So the emergency contacts in your settings, if there are any, get it too.",
    replaces:
      "This message replaces our earlier messages about this case. More may have been found since: the case itself is up to date.",
    compare: "If you have already notified people or a regulator, compare it with what is stated now.",
    tellMore: "If you have already notified people, there may be more people to notify.",
    mergedInto: "Cases {old} and {case} are one and the same breach. What you did in either of them counts.",
    /** `count` shipments; `none`: their number is not known. */
    whatHappened: {
      none: "Somebody may have seen records of your shipments in a tracking tool, without a right to see them.",
      one: "Somebody may have seen the record of one of your shipments in a tracking tool, without a right to see it.",
      many: "Somebody may have seen the records of {count} of your shipments in a tracking tool, without a right to see them.",
      atHub: "Somebody may have read records of your shipments at the shipment exchange, without a right to read them.",
      atSupplier:
        "Somebody may have read records of your shipments at a supplier of the carrier, without a right to read them.",
    },
    resolved: "Case {case} is closed. All that it asked for is done.",
    falseAlarm:
      "Case {case} is closed as a false alarm. We found none of your shipments exposed. Visitors refused because of it are let in again.",
    falseAlarmAssessed:
      "Case {case} is closed as a false alarm, although shipments of yours were seen, or may have been seen. Under each law that applies to you, you recorded why nobody has to be told. Visitors refused because of it are let in again.",
    unlessNotOwed: {
      one: "The law may ask this only if the risk to people is real. If you find that it is not asked of you, record why in the case instead of doing it.",
      many: "The law asks some of these only if the risk to people is real. If you find that one is not asked of you, record why in the case instead of doing it.",
    },
    unansweredOwn:
      "Another party of the case asked you to do this, and you have not answered. It may do it in your place.",
    otherDue: "Another party of the case is to do this:",
    otherOverdue: "Another party of the case has not done this in time:",
    otherUnanswered: "Another party of the case was asked to do this and has not answered:",
    /** The same before a list of duties with one due time. */
    otherDueAll: "Another party of the case is to do this by {time}:",
    otherOverdueAll: "Another party of the case has not done this, which was due by {time}:",
    otherUnansweredAll: "Another party of the case was asked to do this by {time} and has not answered:",
    mayTakeOver: "If it declines, does not answer, or accepts and is late, you may do it in its place.",
  },
  headings: {
    situation: "What happened",
    restated: "What was corrected",
    duties: "What you must do, and by when",
    dutiesDone: "What you had to do",
    next: "What to do next",
    merged: "What was known in case {old}",
  },
  /** What stands before a colon. */
  labels: {
    tool: "Where",
    vouchedBy: "Who says so",
    shipments: "Your shipments affected",
    possible: "Your shipments perhaps affected",
    seen: "Could be seen",
    perhapsSeen: "Could perhaps be seen",
    notSeen: "Could not be seen",
    period: "When",
    openCase: "The case",
    dossier: "Its documents stay available",
  },
  /** Where to do it in a stage without a console. */
  seeGuide: "see the guide “The breach desk”.",
  /** In place of what nobody knows. Why stands beside it. */
  notKnown: "not known",
  ofAllOrders: "{share} of all your orders",
  /** Steps before a link. */
  steps: {
    seeShipments: "See which of your shipments are affected",
    seeOwnRecords:
      "Find out from your own records which shipments the exchange held in that time, because it keeps no list of what was read",
    assess: "Judge how great the risk to the people affected is, and record your answer",
    doDuties: "Do what is listed above by its time, and record it when it is done",
    record: "When it is done, record it in the case",
    recordNotOwed: "If the law does not ask this of you, record why instead",
    recordEach: "When one of them is done, record it in the case",
    recordEachNotOwed: "If the law does not ask one of them of you, record why instead",
  },
  tasks: {
    tellRegulator: "notify the regulator",
    supplementReport: "send the regulator what is new",
    tellIndividuals: "notify the people affected",
    tellOtherOrganisation: "notify the other organization",
    keepRecord: "keep a record of the breach",
  },
  /** The same for a subject. */
  briefTasks: {
    tellRegulator: "notify the regulator",
    supplementReport: "add to the report",
    tellIndividuals: "notify the people",
    tellOtherOrganisation: "notify the organization",
    keepRecord: "keep a record",
  },
  taskAt: "{what}, at {url}",
  taskTowards: { people: "notify the people affected who ordered from {party}", party: "notify {party}" },
  someParty: { retailer: "the retailer", carrier: "the carrier" },
  /** `count` is at least 2. */
  someParties: { retailer: "{count} retailers", carrier: "{count} carriers" },
  /** Entries of the calendar. */
  calendar: {
    legalDeadline: "Legal deadline: {what} ({case})",
    contractTerm: "Term of a contract: {what} ({case})",
    target: "Target: {what} ({case})",
    due: "{what} ({case})",
  },
  duty: {
    by: "By {time}: {what} ({terms})",
    late: "Late, do it now: {what}. It was due by {time} ({terms})",
    othersLate: "{what}. It was due by {time} ({terms})",
    /** Before a list of duties with one due time, each as `each`. */
    allBy: "By {time}:",
    allLate: "Late, do these now. They were due by {time}:",
    each: "{what} ({terms})",
    undated: "{what} ({terms}; no date is set yet)",
    takenOver: "Another party does this for you: {what} ({terms})",
    offered: "{line}. Another party offers to do this for you: please answer its offer.",
    done: "Done: {what} ({terms})",
    notOwed: "Not needed, as recorded: {what} ({terms})",
    legalDeadline: "legal deadline, {law}",
    /** Of a duty that has a legal deadline and an earlier target. Read before and after the target. */
    legalDeadlineAndTarget: "legal deadline, {law}; target of the exchange: {target}",
    /** `law` can name one section or several, so no verb may depend on it. */
    target: "target of the exchange, as no fixed deadline is set in {law}",
    law: "{law}",
    contract: "contract, {clause}",
    contractTerm: "term of the {contract}",
  },
}
