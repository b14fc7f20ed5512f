import { expect, it } from "@jest/globals"
import { webhookSigners } from "../../../shared/parties/channels/webhook-signers.ts"
import { memorySealer } from "../../doubles/sealing.ts"

const url = "https://hooks.example/wayseal"
const secretOf = (text: string) => `whsec_${Buffer.from(text.padEnd(32, ".")).toString("base64")}`
const sentAt = new Date("2026-11-01T12:00:00Z")

/** Signers whose clock is at `seconds`, with what was read and opened. */
function signers(secret = "of the file") {
  const sealer = memorySealer({})
  const state = { seconds: 0, secret, reads: 0 }
  const signerOf = webhookSigners({
    readSecret: async () => {
      state.reads += 1
      return secretOf(state.secret)
    },
    sealer: {
      unseal: (...args) => {
        state.reads += 1
        return sealer.unseal(...args)
      },
    },
    clock: () => new Date(state.seconds * 1_000),
  })
  const sign = async (...args: Parameters<typeof signerOf>) => (await signerOf(...args))?.("id", sentAt, "body")
  const seal = (partyId: string, text: string) => sealer.seal(`party#${partyId}`, "webhook", "secret", secretOf(text))
  return { state, sign, seal, sealer }
}

it("reads the secret of a party of the file again after five minutes", async () => {
  const { state, sign } = signers()
  const webhook = { url, secretName: "northpost-webhook" }
  const first = await sign("northpost", webhook)
  state.secret = "another one"
  state.seconds = 299
  expect(await sign("northpost", webhook)).toBe(first)
  state.seconds = 300
  expect(await sign("northpost", webhook)).not.toBe(first)
  expect(state.reads).toBe(2)
})

it("opens the secret of an invited party once in five minutes", async () => {
  const { state, sign, seal } = signers("the same")
  const webhook = { url, sealedSecret: await seal("shop", "the same") }
  const first = await sign("shop", webhook)
  expect(await sign("shop", webhook)).toBe(first)
  expect(state.reads).toBe(1)
  expect(await sign("shop", { url, secretName: "any" })).toBe(first)
})

it("signs with the new secret of an invited party at once", async () => {
  const { sign, seal } = signers()
  const first = await sign("shop", { url, sealedSecret: await seal("shop", "first") })
  expect(await sign("shop", { url, sealedSecret: await seal("shop", "second") })).not.toBe(first)
})

it("opens no secret that was sealed for another party", async () => {
  const { sign, seal } = signers()
  const sealedSecret = await seal("shop", "first")
  await seal("other", "second")
  await expect(sign("other", { url, sealedSecret })).rejects.toThrow("does not open")
})

it("has no signer once the key of a removed party was destroyed", async () => {
  const { sign, seal, sealer } = signers()
  const sealedSecret = await seal("shop", "first")
  await sealer.shred("party#shop")
  expect(await sign("shop", { url, sealedSecret })).toBeUndefined()
})
