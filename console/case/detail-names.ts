/** What reports ask and only the officer can say. */
export const detailNames = [
  "safeguards",
  "relationships",
  "location",
  "informationBanks",
  "delayReason",
  "noNoticeReason",
] as const

export type DetailName = (typeof detailNames)[number]
