import { existsSync, readdirSync } from "node:fs"
import { join, resolve } from "node:path"
import { beforeAll, describe, expect, it } from "@jest/globals"
import { build, type Metafile } from "esbuild"
import { bundling } from "../../infra/bundle.ts"

const project = resolve(import.meta.dirname, "../..")
const functions = readdirSync(join(project, "functions")).filter((name) =>
  existsSync(join(project, "functions", name, "entry.ts")),
)
const outputs: Metafile["outputs"] = {}

beforeAll(async () => {
  const { metafile } = await build({
    ...bundling,
    entryPoints: functions.map((name) => ({ in: `functions/${name}/entry.ts`, out: name })),
    outdir: "dist/measured",
    write: false,
    metafile: true,
    logLevel: "silent",
  })
  Object.assign(outputs, metafile.outputs)
}, 60_000)

describe.each(functions)("the bundle of %s", (name) => {
  const output = () => {
    const { bytes, inputs } = outputs[`dist/measured/${name}.mjs`] ?? { bytes: Number.NaN, inputs: {} }
    return { bytes, inputs: Object.entries(inputs) }
  }

  it("has only what it uses of zod, whose messages in fifty languages are a third of a megabyte", () => {
    const locales = output().inputs.filter(
      ([path, { bytesInOutput }]) =>
        path.includes("/zod/v4/locales/") && bytesInOutput > 500 && !path.endsWith("/en.js"),
    )
    expect(locales.map(([path]) => path)).toEqual([])
  })

  it("is small enough to start quickly", () => {
    const has = (library: string) => output().inputs.some(([path]) => path.includes(`/${library}/`))
    // These bundles are split when they are deployed. The desk reads the client of S3 only when it makes a link, what
    // accepts events the dry run only when a party validates, and the recipient's page the laws only for a parcel. What
    // delivers to webhooks reads the client of SQS only for messages that come again.
    const isSplit = has("client-s3") || has("dry-run") || has("recipient-page") || name === "deliver-webhook"
    const limit = has("pdfkit") ? 3_500_000 : isSplit ? 1_660_000 : 1_045_000
    expect(output().bytes).toBeLessThan(limit)
  })
})
