/** Most access ids in one event. If there are more, the event carries the latest. */
export const accessIdsPerEvent = 500

/** Most tokens of an accessor in one event. If there are more, the event carries the latest. */
export const accessorTokensPerEvent = 100
