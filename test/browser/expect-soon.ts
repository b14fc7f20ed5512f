import { expect } from "@jest/globals"
import type { Page } from "playwright-core"
import { focused } from "./console-visits.ts"

/** Waits until the focus is where it should come to: a part of its role and name. */
export async function focusComesTo(page: Page, wanted: string): Promise<void> {
  await expectSoon(async () => ((await focused(page)).includes(wanted) ? wanted : await focused(page)), wanted)
}

/** Reads until what is expected is read, for at most ten seconds. */
export async function expectSoon<Value>(read: () => Promise<Value>, expected: Value): Promise<void> {
  const deadline = Date.now() + 10_000
  let value = await read()
  while (value !== expected && Date.now() < deadline) {
    await new Promise((settle) => setTimeout(settle, 100))
    value = await read()
  }
  expect(value).toEqual(expected)
}
