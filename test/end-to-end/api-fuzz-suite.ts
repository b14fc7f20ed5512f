import { execFile } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { promisify } from "node:util"
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { documentVersion } from "../../infra/cli/documents/generated-files.ts"
import { openApi } from "../../infra/cli/documents/open-api.ts"
import { documentedRoutes } from "../../infra/cli/documents/routes.ts"
import { setUpAlone } from "../../infra/local/alone.ts"
import { type ForwardedApi, forwardApi } from "../../infra/local/emulator/forward-api.ts"
import { baseEnvironment, localFolder, readHostVariable } from "../../infra/local/host-environment.ts"
import { installPythonPackages } from "../../infra/local/python-packages.ts"
import type { LocalExchange } from "./local-exchange.ts"

const folder = join(import.meta.dirname, "api-fuzz")
const document = join(localFolder, "openapi.json")
const schemathesis = {
  tool: "Schemathesis",
  folderName: "schemathesis",
  requirementsPath: join(folder, "requirements.txt"),
  withoutPython: [],
}
const documented = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
const methods = new Set(["get", "post", "patch", "delete"])
const opened = z.object({ caseAlias: z.string() })
const view = z.object({ duties: z.array(z.object({ dutyId: z.string() })) })

async function call(api: ForwardedApi, partyId: string, path: string, body?: object): Promise<unknown> {
  const answer = await fetch(`${api.url}${path}`, {
    method: body === undefined ? "GET" : "POST",
    headers: { authorization: `Bearer ${partyId}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return answer.json()
}

/** How many operations the document has. */
function operations(): number {
  const { paths } = documented.parse(openApi(documentedRoutes, documentVersion))
  return Object.values(paths).flatMap((path) => Object.keys(path).filter((key) => methods.has(key))).length
}

/** A case of the party's own, whose alias and duty Schemathesis is told. */
async function reportBreach(api: ForwardedApi, partyId: string): Promise<{ CASE_ALIAS: string; DUTY_ID: string }> {
  const { caseAlias } = opened.parse(
    await call(api, partyId, "/v1/cases", {
      finder: "staff",
      tool: "observed:northpost",
      receivedAt: new Date().toISOString(),
      evidence: { kind: "accessorToken", accessorToken: `fuzzed-for-${partyId}` },
    }),
  )
  const { duties } = view.parse(await call(api, partyId, `/v1/cases/${caseAlias}`))
  return { CASE_ALIAS: caseAlias, DUTY_ID: duties[0]?.dutyId ?? "none" }
}

/** `WAYSEAL_FUZZ=long` calls as both parties, with every boundary that the document has. It takes ten minutes. */
const isLong = readHostVariable("WAYSEAL_FUZZ") === "long"
const parties = isLong ? ["northpost", "leafline"] : ["northpost"]
const extent = isLong
  ? ["--phases", "examples,coverage,fuzzing", "--max-examples", "100"]
  : ["--phases", "examples,fuzzing", "--max-examples", "5"]
const timeout = isLong ? 1_200_000 : 480_000

/**
 * Schemathesis makes requests from the OpenAPI document, some that fit it and some that do not, and judges each answer
 * by it. The same seed makes the same requests.
 */
export function apiFuzzSuite(local: () => LocalExchange): void {
  describe("the deployed API, as Schemathesis calls it from the OpenAPI document", () => {
    let api: ForwardedApi
    let python: string

    beforeAll(async () => {
      mkdirSync(localFolder, { recursive: true })
      writeFileSync(document, JSON.stringify(openApi(documentedRoutes, documentVersion)))
      python = await setUpAlone(() => installPythonPackages(schemathesis, () => {}))
      // Each token is for one call. Schemathesis has a word for it that never changes.
      const authorize = async (given: string) => {
        const [, partyId] = /^Bearer (leafline|northpost)$/.exec(given) ?? []
        return partyId === undefined ? given : `Bearer ${await local().sign(partyId)}`
      }
      api = await forwardApi(local().exchange.apiUrl, 0, { authorize })
    }, 240_000)

    afterAll(() => api?.stop())

    it.each(parties)(
      "answers %s as the document says",
      async (partyId) => {
        const environment = {
          ...baseEnvironment(),
          ...(await reportBreach(api, partyId)),
          PARTY: partyId,
          PYTHONPATH: folder,
          PYTHONDONTWRITEBYTECODE: "1",
        }
        const options = ["--url", api.url, "--no-color", "--seed", "1", "--generation-database", "none", ...extent]
        const config = ["--config-file", join(folder, "schemathesis.toml")]
        const command = join(dirname(python), "schemathesis")
        const report = await promisify(execFile)(command, [...config, "run", ...options, document], {
          env: environment,
          cwd: localFolder,
          // A child that outlives its test would call what is no longer there.
          timeout: timeout - 10_000,
          maxBuffer: 64 * 1024 * 1024,
        }).then(
          ({ stdout }) => stdout,
          ({ stdout, stderr }) => `failed\n${stdout}\n${stderr}`,
        )
        expect(report).not.toMatch(/^failed/)
        expect(report).toContain(`Tested: ${operations()}\n`)
      },
      timeout,
    )
  })
}
