import type { Page } from "playwright-core"
import { english } from "../../shared/pages/recipient/page-words-en.ts"
import { french } from "../../shared/pages/recipient/page-words-fr.ts"
import { byNumber, byReference, mailed, right, wrong } from "../watch/lookups/lookup-world.ts"
import { affected } from "./recipient-page-world.ts"

/** The languages of the page, by what a browser asks for. */
export const languages = [
  { language: "en-CA", lang: "en", words: english },
  { language: "fr-CA", lang: "fr", words: french },
] as const

export type Language = (typeof languages)[number]

/** Fills the form in and sends it with the Enter key. */
export async function send(page: Page, words: Language["words"], fields: Readonly<Record<string, string>>) {
  for (const [name, value] of Object.entries(fields)) await page.locator(`[name=${name}]:visible`).fill(value)
  await Promise.all([page.waitForEvent("load"), page.getByRole("button", { name: words.submit }).press("Enter")])
}

const order = { retailer: byReference.retailer, reference: byReference.orderReference }

/** What a recipient types in to see the parcel, and what does not show it. */
export const typed = {
  right: { ...order, postalCode: right.postalCode },
  wrong: { ...order, postalCode: wrong.postalCode },
  rightNumber: { ...byNumber, postalCode: right.postalCode },
  rightWithHouse: { ...order, postalCode: right.postalCode, houseNumber: "1" },
} as const

/** The pages that a recipient can come to, each by its path from the address of the page. */
export const paths: readonly {
  name: string
  open: (page: Page, at: string, words: Language["words"]) => Promise<void>
}[] = [
  {
    name: "form",
    open: async (page, at) => {
      await page.goto(at)
    },
  },
  {
    name: "form for a tracking number",
    open: async (page, at, words) => {
      await page.goto(at)
      await page.getByRole("link", { name: words.haveTrackingNumber }).click()
      await page.getByRole("heading", { level: 1, name: words.numberFormTitle }).waitFor()
    },
  },
  {
    name: "parcel by link",
    open: async (page, at, words) => {
      await page.goto(`${at}#${mailed.linkToken}`)
      await page.getByRole("heading", { level: 1, name: words.shownTitle }).waitFor()
    },
  },
  {
    name: "parcel that was seen in a breach",
    open: async (page, at, words) => {
      await page.goto(`${at}#${affected.linkToken}`)
      await page.getByText(words.affected).waitFor()
    },
  },
  {
    name: "parcel by proof",
    open: async (page, at, words) => {
      await page.goto(at)
      await send(page, words, typed.right)
    },
  },
  {
    name: "miss",
    open: async (page, at, words) => {
      await page.goto(at)
      await send(page, words, typed.wrong)
    },
  },
  {
    name: "fields to mend",
    open: async (page, at, words) => {
      await page.goto(at)
      await send(page, words, { retailer: "L", reference: " ", postalCode: typed.right.postalCode })
    },
  },
  {
    name: "fields of a tracking number to mend",
    open: async (page, at, words) => {
      await page.goto(`${at}/carrier/Northpost`)
      await send(page, words, { trackingNumber: " ", postalCode: typed.right.postalCode })
    },
  },
]
