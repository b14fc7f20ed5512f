import { readFileSync } from "node:fs"
import * as z from "zod"

const cdkSettings = z.object({ context: z.record(z.string(), z.unknown()) })

/** The context of cdk.json, which the CDK's command line gives to the app. Others that make templates read it here. */
export function cdkContext(): Readonly<Record<string, unknown>> {
  return cdkSettings.parse(JSON.parse(readFileSync(new URL("../cdk.json", import.meta.url), "utf8"))).context
}
