import { describe, expect, it } from "@jest/globals"
import * as z from "zod"
import { shipmentsOfTask } from "../../../shared/intake/adapters/shops/do-shop-task.ts"
import type { DeliveredEvent } from "../../doubles/event-publisher.ts"
import { fulfilment, fulfilmentWith, shopWorld } from "./shop-world.ts"
import { payload } from "./vendor-world.ts"

const dataRequest = payload("shopify-data-request.json")
const shopRedaction = payload("shopify-shop-redact.json")

describe("a task for a shop", () => {
  class Crash extends Error {}
  type Order = (events: readonly DeliveredEvent[]) => readonly DeliveredEvent[]
  /** How often the queue brings a message before it is a dead letter. */
  const attemptsOfQueue = 5

  /**
   * Every kind of task in one queue, which brings all that is not done together, as often as it must. The function
   * crashes once, at an effect counted from 0: from there on nothing of that container has an effect.
   */
  async function run({ crashesAt = -1, order = (events) => events }: { crashesAt?: number; order?: Order } = {}) {
    const state = { isWatched: false, isDead: false, effects: 0 }
    const world = await shopWorld({ notifiesCustomers: true }, undefined, async () => {
      if (!state.isWatched) return
      if (!state.isDead && state.effects++ === crashesAt) state.isDead = true
      if (state.isDead) throw new Crash()
    })
    const { deliver, stub, shopEntries, hub, entries, mail, invoke, container } = world
    for (const id of ["7", "8"])
      stub.fulfilments[id] = [{ company: "Snailpost", number: `NP402188730${id}CA`, url: null }]
    const snail = (id: number) => fulfilmentWith({ id, tracking_company: "Snailpost" })
    await deliver("fulfillments/create", snail(7))
    await world.connect("leafline", { shopify: { carriers: { Snailpost: "northpost" } } })
    await deliver("fulfillments/create", snail(8))
    await deliver("fulfillments/create", fulfilment)
    await deliver("customers/data_request", dataRequest)
    const [row] = shopEntries.rows().flatMap((each) => (each.kind === "shipment" ? [each] : []))
    if (row === undefined) throw new Error("a shipment was noted")
    const many = Array.from({ length: shipmentsOfTask }, (_, place) => ({ ...row, sk: `shp_x${place}` }))
    await shopEntries.note(many)
    await deliver("shop/redact", shopRedaction)
    entries.length = 0

    let queue = order(hub.events)
    let taken = hub.events.length
    const attempts = new Map<DeliveredEvent, number>()
    const dead: DeliveredEvent[] = []
    while (queue.length > 0) {
      for (const event of queue) attempts.set(event, (attempts.get(event) ?? 0) + 1)
      state.isWatched = true
      // A new container each time.
      const { batchItemFailures } = await invoke(queue, container())
      const failed = state.isDead
        ? queue
        : batchItemFailures.map(({ itemIdentifier }) => queue[placeOf(itemIdentifier)])
      Object.assign(state, { isWatched: false, isDead: false })
      const left = failed.flatMap((event) => event ?? [])
      dead.push(...left.filter((event) => (attempts.get(event) ?? 0) >= attemptsOfQueue))
      const next = [...left.filter((event) => !dead.includes(event)), ...hub.events.slice(taken)]
      taken = hub.events.length
      queue = order(next)
    }
    return {
      effects: state.effects,
      dead,
      updates: stub.updates.length,
      mails: mail.sent.map((each) => each.mail.subject),
      /** What is left behind in the end. */
      end: {
        fulfilments: stub.fulfilments,
        erased: [...new Set(world.published().map(({ id, data }) => `${id} ${Object(data).shipmentId}`))].sort(),
        rows: shopEntries
          .rows()
          .map((each) => `${each.pk} ${each.sk}`)
          .sort(),
        mails: [...new Set(mail.sent.map((each) => each.mail.text))].sort(),
      },
    }
  }
  const placeOf = (itemIdentifier: string) => Number(itemIdentifier.slice(1))

  it("is done whole after a crash at any place: the same links and erasures, and at most one mail twice", async () => {
    const usual = await run()
    expect([usual.updates, usual.mails.length, usual.end.erased.length, usual.dead]).toEqual([
      3,
      2,
      shipmentsOfTask + 2,
      [],
    ])
    expect(JSON.stringify(usual.end.rows)).not.toContain("WAITING#")
    expect(usual.effects).toBeGreaterThan(40)
    for (let crashesAt = 0; crashesAt < usual.effects; crashesAt++) {
      const crashed = await run({ crashesAt })
      expect({ crashesAt, ...crashed.end, dead: crashed.dead }).toEqual({ crashesAt, ...usual.end, dead: [] })
      // Shopify mails the customer with each update, so a link that stands is not written again.
      expect({ crashesAt, updates: crashed.updates }).toEqual({ crashesAt, updates: usual.updates })
      expect(crashed.mails.length).toBeLessThanOrEqual(usual.mails.length + 1)
    }
  })

  it("has the same result twice and in the reverse order", async () => {
    const usual = await run()
    for (const order of [(events) => [...events, ...events], (events) => [...events].reverse()] satisfies Order[]) {
      const { end, updates, mails, dead } = await run({ order })
      expect({ end, updates, mails: mails.length, dead }).toEqual({
        end: usual.end,
        updates: usual.updates,
        mails: usual.mails.length,
        dead: [],
      })
    }
  })

  it("that nothing can read becomes a dead letter, and the tasks around it are done", async () => {
    const usual = await run()
    const unreadable = (event: DeliveredEvent, sealedTask: string): DeliveredEvent => {
      const detail = z.looseObject({ data: z.looseObject({}) }).parse(event.detail)
      return { ...event, detail: { ...detail, data: { ...detail.data, sealedTask } } }
    }
    let poison: DeliveredEvent[] | undefined
    const order: Order = (events) => {
      const [first] = events
      if (poison !== undefined || first === undefined) return events
      poison = [unreadable(first, "bm90LXNlYWxlZA"), { ...first, detail: {} }]
      return [...poison, ...events]
    }
    const { end, dead } = await run({ order })
    expect(end).toEqual(usual.end)
    expect(dead).toEqual(poison)
  })
})
