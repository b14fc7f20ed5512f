import type { Law, Rule } from "../law/law.ts"
import { visibleParties } from "../visibility.ts"
import type { DossierDocument } from "./document.ts"
import { closing, joined, neededPart, noticeDocument, opening, part, viewFor } from "./notice-document.ts"
import {
  inAll,
  isDiscreet,
  isOutsideTools,
  lookedUp,
  type NoticeView,
  period,
  waysToAsk,
  whatItCanMean,
  whatToDo,
  whatWasDone,
  whatWasShown,
} from "./notice-sentences.ts"
import { type Told, tell, tellCount } from "./notice-words.ts"
import type { Perspective } from "./perspective.ts"

/**
 * The notice to everybody, for people whom the party cannot notify directly. It exists once the party has recorded why
 * a public notice stands for direct ones. It has no code of the case, and says nothing of what the party sells.
 */
export function buildPublicNotice(told: Told, officer: Perspective, law: Law, rule: Rule): readonly DossierDocument[] {
  if (officer.viewer.publicNoticeGrounds.length === 0) return []
  const { goods: _, ...viewer } = officer.viewer
  const task = { told, officer: { ...officer, viewer }, law, rule }
  const view = viewFor(task)
  const ways = waysToAsk(view)
  const body = joined([
    opening(task),
    part(task, "headingHappened", whatHappened(view)),
    neededPart(task, "headingShown", whatWasShown(view)),
    part(task, "headingMeaning", whatItCanMean(view)),
    part(task, "headingDone", whatWasDone(view, law)),
    part(task, "headingYours", whoseDelivery(view)),
    part(task, "headingSteps", whatToDo(view, law)),
    neededPart(task, "headingAsk", ways === undefined ? undefined : [ways, ...(isDiscreet(view) ? [] : [viewer.name])]),
    closing(task, ["lawEnforcementDelay", "complaintRight"]),
  ])
  const form = {
    prefix: "public-notice",
    noticeKind: "publicNotice",
    subject: law.noticeTitle ?? tell(view, "publicTitle"),
  } as const
  return [noticeDocument(task, form, body)]
}

const whatHappened = (view: NoticeView): readonly string[] => [
  [
    lookedUp(view),
    ...(isOutsideTools(view) ? [] : [tell(view, "noRight")]),
    ...(period(view) ?? []),
    ...inAll(view, view.viewer.shipments),
  ].join(" "),
]

/** Who is reached otherwise, and how a reader finds out whether a delivery is concerned. */
function whoseDelivery(view: NoticeView): readonly string[] {
  const { notice, publicNoticeGrounds } = view.viewer
  const isOnlyForContacts = publicNoticeGrounds.every((ground) => ground === "noContactDetails")
  const unreached = isOnlyForContacts && !isDiscreet(view) ? (notice?.notifiedByPublicNotice ?? 0) : 0
  const reached = [
    ...((notice?.notified ?? 0) > 0 ? [tell(view, "writingDirectly")] : []),
    ...(unreached > 1 ? [tell(view, "cannotReach", { count: tellCount(view, unreached) })] : []),
  ]
  return [...(reached.length === 0 ? [] : [reached.join(" ")]), `${whoseParcel(view)} ${tell(view, "haveReady")}`]
}

/** The carrier that delivered, by its public name. */
function whoseParcel(view: NoticeView): string {
  const { facts, viewer } = view
  if (viewer.kind === "carrier") return tell(view, "parcelFromUs")
  const carriers = visibleParties(facts, viewer).filter(({ kind }) => kind === "carrier")
  const [only] = carriers.map(({ alias }) => alias)
  return carriers.length !== 1 || only === undefined
    ? tell(view, "parcelFromSome")
    : tell(view, "parcelFrom", { name: only })
}
