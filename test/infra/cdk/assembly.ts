import { mkdtempSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { App } from "aws-cdk-lib"
import * as z from "zod"
import { cdkContext } from "../../../infra/cdk-context.ts"

/** How an app is synthesised. */
export type Assembling = {
  /** Whether the CDK validates the templates too. It takes seconds, so only a test of that asks for it. */
  readonly validated?: boolean
  /** Whether each resource says where in the app it is, as the CDK's command line has it written. */
  readonly withPaths?: boolean
}

/** Calls with an app that has the context of cdk.json, as the CLI passes it. Its folder goes when the call ends. */
export function inApp<Made>(make: (app: App) => Made, { validated = false, withPaths = false }: Assembling = {}): Made {
  const outdir = mkdtempSync(join(tmpdir(), "wayseal-assembly-"))
  try {
    return make(
      new App({
        context: { ...cdkContext(), ...(withPaths ? { "aws:cdk:enable-path-metadata": true } : {}) },
        analyticsReporting: false,
        builtinCloudFormationValidation: validated,
        outdir,
      }),
    )
  } finally {
    rmSync(outdir, { recursive: true })
  }
}

const validationReport = z.object({ pluginReports: z.array(z.looseObject({ violations: z.array(z.unknown()) })) })

/** What the checks of AWS Solutions found in an assembly. A violation that is not acknowledged ends the synthesis. */
export function violationsIn({ directory }: { readonly directory: string }): readonly unknown[] {
  const report = validationReport.parse(JSON.parse(readFileSync(join(directory, "validation-report.json"), "utf8")))
  return report.pluginReports.flatMap(({ violations }) => violations)
}
