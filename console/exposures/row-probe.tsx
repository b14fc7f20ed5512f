import { useLayoutEffect, useMemo, useRef } from "react"
import { fieldInWords } from "../../shared/breach-desk/dossier/codes-in-words.ts"
import { useLanguage } from "../language/language-provider.tsx"
import { useSay } from "../language/use-say.ts"
import { type ExposureColumn, type ExposureLine, told } from "./exposure-table.ts"

/** How many texts of a column are tried. Lines share few sets of fields. */
const mostTexts = 12

type RowProbeProps = {
  readonly lines: readonly ExposureLine[]
  /** Pixels that a column has at least. */
  readonly widths: Readonly<Record<ExposureColumn, number>>
  /** Is told how many pixels the highest row needs, also when the text becomes larger. */
  readonly onHeight: (height: number) => void
}

/**
 * Finds out, unseen, how high the highest row is. All rows are as high, because the table would otherwise measure each
 * row that comes into sight and place all others again, which takes longer than a frame where there are thousands.
 */
export function RowProbe({ lines, widths, onHeight }: RowProbeProps) {
  const texts = useLongestTexts(lines)
  const probe = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const cells = [...(probe.current?.children ?? [])].slice(0, texts.length)
    const measure = () => onHeight(Math.ceil(Math.max(...cells.map((cell) => cell.getBoundingClientRect().height)) + 1))
    if (cells.length > 0) measure()
    const observer = new ResizeObserver(measure)
    for (const cell of cells) observer.observe(cell)
    return () => observer.disconnect()
  }, [texts, onHeight])
  return (
    <div className="grid-probe" aria-hidden="true" ref={probe}>
      {texts.map(([column, text]) => (
        <div key={`${column} ${text}`} className="grid-cell" style={{ width: widths[column] }}>
          {text}
        </div>
      ))}
    </div>
  )
}

/** The longest texts of each column whose texts differ in length. */
function useLongestTexts(lines: readonly ExposureLine[]): readonly (readonly [ExposureColumn, string])[] {
  const say = useSay()
  const { language } = useLanguage()
  return useMemo(() => {
    const possible = lines.some(({ isPossible }) => isPossible) ? ` ${say("exposures.possible")}` : ""
    const sets = new Map(lines.map(({ fields }) => [fields.join(), fields]))
    const fields = [...sets.values()].map((set) => set.map((field) => fieldInWords(field, language)).join(", "))
    return [
      ...longest(
        lines.map(({ reference }) => reference),
        1,
      ).map((text) => ["reference", `${text}${possible}`] as const),
      ...longest(fields, mostTexts).map((text) => ["fields", text] as const),
      ...told.map((one) => ["told", say(`exposures.told.${one}`)] as const),
    ]
  }, [lines, say, language])
}

const longest = (texts: readonly string[], most: number): readonly string[] =>
  texts.toSorted((one, other) => other.length - one.length).slice(0, most)
