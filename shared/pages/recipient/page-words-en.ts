import type { DetailedParcel } from "../../intake/tracking/lookup-answer.ts"

/** The words of the recipient's page in English. `page-words-fr.ts` has the same keys. */
export const english = {
  skipToContent: "Skip to content",
  chooseLanguage: "Language",
  formTitle: "Track your parcel",
  formIntro:
    "Enter the order number from the shop’s confirmation, and the postal code of the delivery address. If the shop mailed you a personal link, open that link.",
  haveTrackingNumber: "I have a tracking number",
  numberFormTitle: "Track your parcel by its tracking number",
  numberFormIntro:
    "Enter the tracking number that the shop or the carrier gave you, and the postal code of the delivery address. If the shop mailed you a personal link, open that link.",
  haveOrderNumber: "I have an order number",
  withoutScript: "To open a personal link from a mail, allow scripts for this page. The form below works without them.",
  retailer: "Shop",
  retailerHint: "The name of the shop where you ordered",
  reference: "Order number",
  referenceHint: "As in the confirmation of your order",
  carrier: "Carrier",
  carrierHint: "The company that delivers the parcel",
  trackingNumber: "Tracking number",
  trackingNumberHint: "As in the message of the shop or the carrier, or on a card that was left for you",
  postalCode: "Postal code of the delivery address",
  postalCodeHint: "For example K1A 0B1",
  houseNumber: "House number (optional)",
  houseNumberHint: "Give it if the postal code alone was not accepted",
  submit: "Show my parcel",
  errorTitle: "There is a problem",
  retailerMissing: "Enter the name of the shop",
  retailerWrong: "The name of a shop has 2 to 64 characters",
  referenceMissing: "Enter the order number",
  referenceWrong: "An order number has at most 64 characters",
  carrierMissing: "Enter the name of the carrier",
  carrierWrong: "The name of a carrier has 2 to 64 characters",
  trackingNumberMissing: "Enter the tracking number",
  trackingNumberWrong: "A tracking number has at most 64 characters",
  postalCodeMissing: "Enter the postal code",
  postalCodeWrong: "A postal code has 2 to 16 characters",
  houseNumberWrong: "A house number has at most 32 characters",
  linkTokenWrong: "The link is not complete. Open it in the mail again, or fill in the form",
  missTitle: "We cannot show a parcel",
  missIntro: "With what you entered we cannot show a parcel.",
  missCheck: "Check the name of the shop or the carrier, the number and the postal code.",
  missHouse: "Add the house number of the delivery address.",
  missLink: "Open the link in the shop’s mail. For some parcels only the link works.",
  missWait: "If you tried several times, wait an hour and try again.",
  missAsk: "If nothing helps, ask the shop where you ordered.",
  crossSiteTitle: "Please start from this page",
  crossSiteIntro: "Another website tried to look up a parcel in your name. Nothing was looked up.",
  startAgain: "Track a parcel",
  failedTitle: "Something went wrong",
  failedIntro: "We could not answer. Try again in a few minutes.",
  shownTitle: "Your parcel",
  severalTitle: "Your parcels",
  parcelOf: "Parcel {place} of {count}",
  from: "From",
  phaseLabel: "Status",
  phases: {
    expected: "The shop has announced the parcel",
    "on-its-way": "On its way",
    "out-for-delivery": "Out for delivery",
    "ready-for-pickup": "Ready for pickup",
    delivered: "Delivered",
    returned: "Returned to the sender",
    cancelled: "Cancelled",
  },
  orderedAt: "Announced by the shop",
  since: "Since",
  deliveredAt: "Delivered on",
  signature: "Signature",
  signatureYes: "A signature was recorded. We do not show who signed",
  signatureNo: "No signature was recorded",
  lookAgain: "Track another parcel",
  affectedTitle: "Is my order affected by a privacy breach?",
  notAffected:
    "No notice of a privacy breach is recorded here for this parcel. A notice to everybody may concern it all the same. If you received a notice, use no link or number in it. Ask the shop where you ordered.",
  affected: "Yes. People were notified of a privacy breach that concerns this parcel.",
  perhapsAffected: "Perhaps. People were notified of a privacy breach that may concern this parcel.",
  accessesTitle: "Who looked at my parcel",
  accessesElsewhere:
    "To read it here, open the personal link in the shop’s mail: a postal code alone is not enough proof. You can also ask the shop where you ordered for the list.",
  erasureTitle: "Have my data erased",
  erasure:
    "Ask the shop where you ordered. It can have what is stored here about this parcel erased. The carrier keeps records of its own: ask it too.",
  onlyLatest: "There are more lookups than fit here. These are the latest {count}.",
  maybeYou:
    "A visitor may have been you, on this page or in another tool, or somebody to whom you gave the link or the numbers.",
} as const

/** All words of the page in one language. Words in braces are filled in. */
export type PageWords = {
  readonly [Key in keyof typeof english]: (typeof english)[Key] extends string
    ? string
    : Readonly<Record<DetailedParcel["phase"], string>>
}
