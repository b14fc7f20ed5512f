import { describe, expect, it } from "@jest/globals"
import { checkActs } from "../../../shared/desk/dossier/verify-party-signatures.ts"
import { type BreachWorld, servedWorld } from "../breach-world.ts"
import { at } from "../desk-actions.ts"
import { caller } from "../desk-caller.ts"
import { newPartyKey, partiesWithKeys, pathOf, signedHeaders, timelineOfParty } from "../signed-acts.ts"

const postKey = newPartyKey("post-1", "P-256")
const signedWorld = () => servedWorld(3, { parties: partiesWithKeys({ northpost: [postKey] }) })

const measure = { kind: "containment", code: "containmentAttested", at }
const measured = { by: "northpost", path: "/measures", body: measure, key: postKey }

/** Sends an act with these headers, by default the measure. @returns status and code */
async function take(
  world: BreachWorld,
  headers: Readonly<Record<string, string>>,
  { body, path }: { body: unknown; path: string } = measured,
) {
  const address = `${pathOf(world, "northpost")}${path}`
  const { statusCode, json } = await caller(world, headers)("northpost", "POST", address, body)
  return [statusCode, json["code"]]
}

describe("the signature of an act", () => {
  it.each([
    ["signature-input", /;keyid="([^"]+)"/, ';keyid="other";keyid="$1"', "signatureMalformed"],
    ["signature-input", /;created=(\d+)/, ";created=$1;created=$1", "signatureMalformed"],
    ["signature-input", /"@path"/, '"@path" "@path"', "signatureMalformed"],
    // Lines of one header come joined.
    ["signature-input", /^(.*)$/, "$1,$1", "signatureMalformed"],
    ["signature-input", /^act=(.*)$/, 'act=$1,act=("@method")', "signatureMalformed"],
    ["signature", /^(.*)$/, '$1,act="x"', "signatureMalformed"],
    ["signature", /==:$/, ":", "signatureMalformed"],
    ["content-digest", /^(.*)$/, "$1,$1", "digestDiffers"],
    ["content-digest", /^(.*)$/, '$1,sha-256="x"', "digestDiffers"],
    ["idempotency-key", /^(.*)$/, "$1,$1", "invalid"],
  ] as const)("is refused if its %s says something twice, or in two ways: %s to %s", async (name, from, to, code) => {
    const world = await signedWorld()
    const headers = await signedHeaders(world, measured)
    const sent = { ...headers, [name]: headers[name]?.replace(from, to) ?? "" }
    expect(await take(world, sent)).toEqual([400, code])
    expect(world.rowsOf("measure")).toEqual([])
  })

  it("has a digest of the very bytes that came, in whatever form API Gateway hands them on", async () => {
    const world = await signedWorld()
    const bytes = Buffer.from(`${JSON.stringify(measure, undefined, 1)}\n`)
    const headers = await signedHeaders(world, { ...measured, body: bytes })
    // The same JSON in other bytes.
    expect(await take(world, headers)).toEqual([400, "digestDiffers"])
    expect(await take(world, headers, { ...measured, body: bytes })).toEqual([200, undefined])
    expect(checkActs(timelineOfParty(world, "leafline")).map(({ state }) => state)).toEqual(["holds"])
  })

  it("is refused with bytes that are no UTF-8, whatever its digest is over", async () => {
    const world = await signedWorld()
    const bytes = Buffer.from(JSON.stringify({ cause: "what we found?" }))
    bytes[bytes.indexOf("?")] = 0xff
    for (const over of [bytes, Buffer.from(bytes.toString("utf8"))]) {
      const facts = { ...measured, path: "/facts" }
      const headers = await signedHeaders(world, { ...facts, body: over })
      expect(await take(world, headers, { ...facts, body: bytes })).toEqual([400, "invalid"])
    }
  })
})
