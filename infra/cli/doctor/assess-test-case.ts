import * as z from "zod"

const caseView = z.looseObject({
  questions: z.array(
    z.looseObject({ law: z.string(), test: z.string(), factors: z.array(z.looseObject({ code: z.string() })) }),
  ),
  duties: z.array(
    z.looseObject({
      dutyId: z.string(),
      law: z.string(),
      test: z.string().optional(),
      excuses: z.array(z.string()),
    }),
  ),
  falseAlarmObstacles: z.array(z.looseObject({ code: z.string(), dutyId: z.string().optional() })).default([]),
})
type CaseView = z.infer<typeof caseView>

/** One call of the breach desk below the path of the case. */
export type AssessingCall = { readonly path: string; readonly body: object }

/**
 * The calls by which a party records of a test of the stage, under each law, that there was no breach, and keeps the
 * records that laws ask for. Without them it may not state a false alarm, because shipments were shown.
 *
 * @param view the party's side of the case, as the API shows it
 * @param file what the record is filed under
 * @param at ISO instant
 */
export function callsToAssess(view: unknown, { file, at }: { file: string; at: string }): AssessingCall[] {
  const parsed = caseView.safeParse(view)
  if (!parsed.success) return []
  const said = { reasons: ["notABreach"], assessedBy: "operator of the stage", assessedAt: at }
  return parsed.data.falseAlarmObstacles.flatMap(({ code, dutyId }): AssessingCall[] => {
    if (code === "exposureUnexplained") return [{ path: "/facts", body: { assessment: { met: "no", ...said } } }]
    const duty = parsed.data.duties.find((one) => one.dutyId === dutyId)
    if (duty === undefined) return []
    const { law, test, excuses } = duty
    const receipt = { kind: "recordEntry", reference: file, at }
    const answer = test === undefined ? { met: "yes" } : { test, met: "no", factors: lowFactors(parsed.data, duty) }
    const step =
      test === undefined && excuses.length === 0
        ? { operation: "discharge", receipt }
        : { operation: "assessNotOwed", assessment: { law, ...answer, ...said } }
    return [{ path: `/duties/${duty.dutyId}`, body: { step } }]
  })
}

/** Every factor that the law names, as low: nobody's data was shown. Where it names none, one is weighed. */
function lowFactors({ questions }: CaseView, duty: CaseView["duties"][number]) {
  const named = questions.find(({ law, test }) => law === duty.law && test === duty.test)?.factors ?? []
  const codes = named.length === 0 ? ["sensitivity"] : named.map(({ code }) => code)
  return codes.map((factor) => ({ factor, level: "low" }))
}
