import type { ReachedStage } from "../deployed-stage/reach-stage.ts"
import { type Finding, finding } from "./finding.ts"

/** What the check reads of a stage. */
export type EdgeOfStage = Pick<ReachedStage, "apiUrl" | "isLocal" | "outputs" | "stage">

/** Whether a stage with an edge answers through it, and refuses whoever goes past it. The local AWS has no edge. */
export async function checkEdge({ stage, apiUrl, isLocal, outputs }: EdgeOfStage): Promise<readonly Finding[]> {
  const { browserEdge, region } = stage.settings
  if (browserEdge === undefined || isLocal) return []
  const past = finding("A request past the edge")
  const direct = `https://${outputs("ApiId")}.execute-api.${region}.amazonaws.com`
  return [
    // A lookup that asks for nothing: the function refuses it before anything counts.
    await expectStatus(finding("A request through the edge"), apiUrl, 400),
    browserEdge.directAccess ? past.notShown("The stage allows direct access") : await expectStatus(past, direct, 403),
  ]
}

async function expectStatus(found: ReturnType<typeof finding>, address: string, wanted: number): Promise<Finding> {
  const headers = { "content-type": "application/json" }
  const { status } = await fetch(`${address}/v1/lookups`, { method: "POST", headers, body: "{}" })
  return status === wanted
    ? found.pass(`The API answers ${status} to a lookup without a reference`)
    : found.fail(`The API answers ${status} instead of ${wanted}`)
}
