import { spawnSync } from "node:child_process"
import * as z from "zod"
import { parsedJson } from "../../shared/base/contracts/parsed-json.ts"

/** What `npm audit --json` prints when a registry answered. */
const auditReport = z.looseObject({
  metadata: z.looseObject({
    vulnerabilities: z.looseObject({ moderate: z.int(), high: z.int(), critical: z.int() }),
  }),
})

/** What is known about vulnerabilities of the packages that run, or that deploy what runs. */
export interface Audit {
  readonly outcome: "clean" | "vulnerable" | "notAsked"
  /** One sentence for people. */
  readonly sentence: string
}

/** Asks the configured registry for known vulnerabilities in the production packages of a folder's lock file. */
export function auditPackages(folder: string): Audit {
  const { stdout } = spawnSync("npm", ["audit", "--omit", "dev", "--package-lock-only", "--json"], {
    cwd: folder,
    encoding: "utf8",
  })
  return judgeAudit(stdout)
}

/** Reads an audit. Text that is no report means that the registry does not answer audits, or was not reached. */
export function judgeAudit(printed: string): Audit {
  const report = auditReport.safeParse(parsedJson(printed))
  if (!report.success)
    return {
      outcome: "notAsked",
      sentence: "The configured registry did not answer an audit. Run `npm audit --omit dev` where one does.",
    }
  const { moderate, high, critical } = report.data.metadata.vulnerabilities
  if (moderate + high + critical === 0)
    return { outcome: "clean", sentence: "No moderate or worse vulnerability of a production package is known." }
  return {
    outcome: "vulnerable",
    sentence: `Production packages have known vulnerabilities: ${critical} critical, ${high} high, ${moderate} moderate.`,
  }
}
