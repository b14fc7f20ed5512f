import { escaped } from "../../parties/channels/letter-html.ts"

/** A piece of HTML that is safe to show. Text becomes one only through {@link html}. */
export class Html {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** What a gap of a template takes. Text is escaped, HTML is not, and `undefined` is nothing. */
type Filling = Html | string | undefined | readonly Filling[]

/** Template of HTML: every text in a gap is shown as text, whatever it contains. */
export function html(pieces: TemplateStringsArray, ...fillings: readonly Filling[]): Html {
  return new Html(pieces.map((piece, place) => `${piece}${textOf(fillings[place])}`).join(""))
}

/** Characters that change the direction of what follows (UAX #9), and control characters. */
const misleading = /[\p{Bidi_Control}\p{Cc}]/gu

function textOf(filling: Filling): string {
  if (filling === undefined) return ""
  if (filling instanceof Html) return filling.text
  if (typeof filling === "string") return escaped(filling.replace(misleading, ""))
  return filling.map(textOf).join("")
}
