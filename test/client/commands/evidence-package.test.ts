import { execFile } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { afterAll, describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { connectApi } from "../../../client/api/connect-api.ts"
import { runEvidencePackage } from "../../../client/commands/evidence-package/run-evidence-package.ts"
import { pageWith } from "../../../client/evidence-package/build-package.ts"
import { statement } from "../../../shared/base/contracts/statement.ts"
import { signedText } from "../../../shared/base/platform/signing/signed-text.ts"
import { hashOfStatement } from "../../../shared/proof/statements/verify-statement.ts"
import { testSigner } from "../../base/platform/signing/test-signer.ts"
import { servedCase } from "../../desk/api/served-case.ts"
import { partyIn } from "../../desk/breach-world.ts"
import { answer } from "../../infra/cli/command-line/answer.ts"

const folder = mkdtempSync(join(tmpdir(), "wayseal-packages-"))
afterAll(() => rmSync(folder, { recursive: true }))

const declared = z.object({
  evidenceId: z.string(),
  upload: z.object({ url: z.string(), headers: z.record(z.string(), z.string()) }),
})
const findings = z.object({
  holds: z.boolean(),
  findings: z.array(z.object({ check: z.string(), outcome: z.string(), code: z.string() })),
})
const log = Buffer.from("2026-11-01 02:00:00 GET /track\n")

/** Statements of days one after the other, as the hub makes them, the latest first. */
async function statementsOf(...days: readonly string[]) {
  const stated: { day: string; statement: string }[] = []
  let previous: string | null = null
  for (const [place, day] of days.entries()) {
    const ledger = { size: 0, root: "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU" }
    const none = { disclosures: 0, lookups: [], shared: [], findings: { anomalyIds: [] }, watch: [] }
    const of = { type: "wayseal-statement-1", party: "leafline", number: place + 1 }
    const content = statement.parse({ ...of, day, previous, ledger, ...none, cases: { open: [] } })
    const { keyId, value } = await testSigner.sign("statement", content)
    const jws = `${signedText("statement", keyId, content)}.${value}`
    previous = hashOfStatement(jws)
    stated.unshift({ day, statement: jws })
  }
  return stated
}

/** The world's API for the typed calls of the client, with the hub's public keys. */
async function exchange(shipments: number) {
  const { world, call } = await servedCase(shipments)
  const stated = await statementsOf("2026-10-31", "2026-11-01", "2026-11-02", "2026-11-03")
  const fetch = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url)
    if (pathname === "/v1/signing-keys") return Response.json(await testSigner.all())
    if (pathname === "/v1/statements") {
      // Two on a page.
      const after = new URLSearchParams(search).get("after") ?? "9"
      const page = stated.filter(({ day }) => day < after).slice(0, 2)
      return Response.json({ statements: page, ...(page.length < 2 ? {} : { next: page[1]?.day }) })
    }
    const text = await request.text()
    const body: unknown = text === "" ? undefined : JSON.parse(text)
    const { statusCode, body: answered, headers } = await call("leafline", request.method, `${pathname}${search}`, body)
    return new Response(answered, { status: statusCode, headers: { "content-type": headers["content-type"] ?? "" } })
  }
  const fetchLink = async (url: string): Promise<Response> => {
    const found = world.files.at(url)?.content ?? world.evidenceFiles.at(url)
    return found === undefined ? new Response("", { status: 403 }) : new Response(new Uint8Array(Buffer.from(found)))
  }
  const api = connectApi({ apiUrl: "https://hub.example", token: async () => "leafline", fetch })
  const { alias } = partyIn(world, "leafline")
  const kid = (await testSigner.all()).keys[0]?.kid ?? ""
  return { world, call, api, fetchLink, alias, kid }
}

type Exchange = Awaited<ReturnType<typeof exchange>>

async function addEvidence({ world, call, alias }: Exchange): Promise<string> {
  const sha256 = createHash("sha256").update(log).digest("hex")
  const file = { name: "server.LOG", contentType: "text/plain", bytes: log.byteLength, sha256 }
  const { evidenceId, upload } = declared.parse(
    (await call("leafline", "POST", `/v1/cases/${alias}/evidence`, file)).json,
  )
  expect(world.evidenceFiles.upload(upload.url, upload.headers, log)).toBe("stored")
  return evidenceId
}

const make = (of: Exchange, out: string, more: object = {}) =>
  runEvidencePackage(of.alias, { out, language: "en", pin: of.kid, ...more }, () => {}, {
    api: of.api,
    fetchLink: of.fetchLink,
    wait: async () => undefined,
    now: () => new Date("2026-11-02T12:00:00.000Z"),
  })

describe("npx wayseal evidence-package", () => {
  it("makes a folder and a zip from the hub, which verify holds to be good", async () => {
    const hub = await exchange(1_203)
    const evidenceId = await addEvidence(hub)
    const out = join(folder, "whole")
    const { status, data } = await make(hub, out, { zip: true })
    expect(status).toBe(0)
    const good = findings.parse(data).findings.flatMap(({ outcome, code }) => (outcome === "holds" ? [code] : []))
    expect(good).toEqual([
      "filesMatch",
      "chainHolds",
      "signatureHolds",
      "keyPinned",
      "headsOnChain",
      "evidenceMatches",
      "exposuresMatch",
      "statementsHold",
    ])
    // The case began on 1 November.
    expect(readdirSync(join(out, "statements"))).toEqual(["2026-11-01.jws", "2026-11-02.jws", "2026-11-03.jws"])
    expect(readFileSync(join(out, "exposures.jsonl"), "utf8").trim().split("\n")).toHaveLength(1_203)
    expect(readFileSync(join(out, `files/${evidenceId}.log`))).toEqual(log)
    expect(await answer("verify", out, "--pin", hub.kid)).toMatchObject({ status: 0 })
    expect(await answer("verify", `${out}.zip`, "--pin", hub.kid)).toMatchObject({ status: 0 })
    expect(await answer("verify", out, "--pin", "p".repeat(43))).toMatchObject({ status: 1 })
  })

  it("makes the same from files that the party kept, without the hub", async () => {
    const hub = await exchange(2)
    const evidenceId = await addEvidence(hub)
    await make(hub, join(folder, "asked"))
    const kept = join(folder, "kept")
    const [logs, papers] = [join(folder, "logs"), join(folder, "papers")]
    for (const path of [logs, papers]) mkdirSync(path)
    writeFileSync(join(logs, "as the party named it.log"), log)
    writeFileSync(join(logs, "other.log"), "of another case")
    writeFileSync(join(papers, "report.pdf"), "%PDF-1.7")
    const { status, stdout } = await answer(
      ...["evidence-package", hub.alias, "--out", kept, "--dossier", join(folder, "asked/dossier.json")],
      ...["--keys", join(folder, "asked/keys.json"), "--evidence", logs, "--documents", papers, "--pin", hub.kid],
    )
    expect({ status, stdout }).toMatchObject({ status: 0, stdout: expect.stringContaining("Exposures  Not checked") })
    expect(readdirSync(join(kept, "files"))).toEqual([`${evidenceId}.log`])
    expect(existsSync(join(kept, "documents/report.pdf"))).toBe(true)
  })

  it("refuses a folder that is in use, and a dossier of another case", async () => {
    const hub = await exchange(1)
    const out = join(folder, "used")
    await make(hub, out)
    await expect(make(hub, out)).rejects.toThrow("is not empty")
    const kept = { dossier: join(out, "dossier.json"), keys: join(out, "keys.json") }
    const other = runEvidencePackage("WS-OTHER", { out: join(folder, "new"), language: "en", ...kept }, () => {})
    await expect(other).rejects.toThrow(`The dossier is of case ${hub.alias}, and not of WS-OTHER.`)
    expect(existsSync(join(folder, "new"))).toBe(false)
  })

  it("says what the hub answered when it refuses", async () => {
    const hub = await exchange(1)
    await expect(make({ ...hub, alias: "WS-UNKNOWN" }, join(folder, "refused"))).rejects.toThrow(/The hub answered 404/)
    const silent = { ...hub, fetchLink: async () => Response.error() }
    await expect(make(silent, join(folder, "silent"))).rejects.toThrow("A link of the hub could not be read")
  })

  it("lets no text of a package end the element that it stands in", () => {
    const page = pageWith({ "dossier.json": "</script><script>alert(1)</script><!--" })
    expect(page.match(/<\/script>/g)).toHaveLength(2)
    expect(page).not.toContain("<script>alert")
  })
})

it("the command says what to run where the page of packages was not made yet", async () => {
  const hooks = `import { registerHooks } from "node:module"
    registerHooks({
      resolve: (name, context, next) =>
        next(name.endsWith("generated/evidence-page.ts") ? "./generated/evidence-page.gone.ts" : name, context),
    })`
  const given = ["--import", `data:text/javascript,${encodeURIComponent(hooks)}`, "infra/cli/wayseal.ts"]
  const ran = promisify(execFile)(process.execPath, [...given, "evidence-package", "WS-7K2Q9M4XTB"])
  await expect(ran).rejects.toMatchObject({
    code: 3,
    stderr: expect.stringContaining("The page that a package is read with is not made yet. Run npm ci"),
  })
})
