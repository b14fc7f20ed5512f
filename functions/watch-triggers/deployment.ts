import { declareFunction } from "../deployment.ts"

export const deployment = declareFunction({
  context: "pages",
  description: "Looks whether triggers and rules of the stage are on, and whether changes were given up",
  impact: "Nobody notices when a trigger or a rule is off, or when a function gave up on a change.",
  everyMinutes: 5,
  uses: ["watchTriggers"],
  timeoutSeconds: 60,
  alarms: {
    TriggersOff: {
      sentence: "A trigger or a rule is off, or nobody looked. Events or changes are not handled.",
      everyMinutes: 5,
      silenceRaises: true,
    },
    StreamGaveUp: {
      sentence: "A function gave up on a change, whose record is in the failures bucket. What should follow does not.",
      everyMinutes: 5,
    },
  },
  reaches: { files: 15 },
})
