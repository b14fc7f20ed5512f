import type { DocumentLanguage } from "../../base/contracts/words.ts"

/** A message to people at a party, from which its text, its HTML, its calendar and its chat message are made. */
export type Letter = {
  readonly language: DocumentLanguage
  readonly subject: string
  readonly sections: readonly Section[]
  /** What its reader owes at a time. */
  readonly dueTimes?: readonly DueTime[]
}

export type Section = { readonly heading?: string; readonly parts: readonly Part[] }

export type Part =
  | { readonly kind: "lines"; readonly lines: readonly Line[] }
  | { readonly kind: "list"; readonly isOrdered: boolean; readonly items: readonly Line[] }
  | { readonly kind: "facts"; readonly facts: readonly Fact[] }

/** A sentence, and the page to which it leads. */
export type Line = { readonly text: string; readonly to?: { readonly url: string } }

export type Fact = { readonly label: string; readonly value: string }

/** An entry of a calendar. It names no party, no shipment and no person. */
export type DueTime = {
  /** The same in each letter about the same duty, so that a later letter replaces the entry. */
  readonly uid: string
  /** ISO instant. */
  readonly at: string
  readonly summary: string
  readonly details: string
  /** A page about it. */
  readonly url?: string
  /** Nothing is left to do, so the entry is withdrawn. */
  readonly isOver: boolean
}

/** Lines of a section without a heading. */
export const paragraph = (...lines: readonly Line[]): Section => ({ parts: [{ kind: "lines", lines }] })
