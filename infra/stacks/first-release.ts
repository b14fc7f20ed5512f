/**
 * The functions of release 0.1.0, all of which were in the stack of functions itself. What an update may not lose is
 * still there: their log groups, and the dead letters of their schedules.
 */
export const functionsOfFirstRelease: ReadonlySet<string> = new Set([
  "accept-event",
  "alert-parties",
  "announce-restriction",
  "claim-exposures",
  "deliver-webhook",
  "draw-document",
  "explain-rejection",
  "extend-exposures",
  "learn-retailer-profile",
  "look-up-shipment",
  "open-breach-case",
  "raise-anomaly",
  "record-access",
  "record-progress",
  "record-shipment",
  "relay-tracking",
  "release-restrictions",
  "run-breach-desk",
  "run-drills",
  "serve-breach-desk",
  "serve-invitations",
  "serve-settings",
  "subscribe-contacts",
  "watch-duties",
])
