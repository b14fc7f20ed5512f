import { type ReactNode, useEffect, useRef, useState } from "react"

/** Room for a picture, in pixels. */
export type PictureSize = { readonly width: number; readonly height: number }

type PlotPictureProps = {
  /** Draws the picture. It is called again when the room changes. Keep it the same while the data are. */
  readonly draw: (size: PictureSize) => Element
  /** What the picture is, in a few words. */
  readonly label: string
  /** What it shows, in sentences. */
  readonly text: ReactNode
  /** The same as a table. */
  readonly tableLabel: string
  readonly table: ReactNode
}

/** A picture with its text and its table, for those who do not see it. */
export function PlotPicture({ draw, label, text, tableLabel, table }: PlotPictureProps) {
  const place = useRef<HTMLDivElement>(null)
  const width = useWidth(place)
  useEffect(() => {
    if (width === 0) return
    const drawn = draw({ width, height: Math.round(Math.min(320, Math.max(200, width * 0.5))) })
    // The picture is told by its label and text. The library's names of its parts say nothing to a reader.
    for (const part of drawn.querySelectorAll("[aria-label]")) part.removeAttribute("aria-label")
    // The policy of the page forbids style elements. What it says stands in the page's own style sheet.
    for (const style of drawn.querySelectorAll("style")) style.remove()
    place.current?.replaceChildren(drawn)
  }, [draw, width])
  return (
    <figure className="picture">
      <div ref={place} role="img" aria-label={label} className="drawing" />
      <figcaption>{text}</figcaption>
      <details>
        <summary>{tableLabel}</summary>
        <div className="wide">{table}</div>
      </details>
    </figure>
  )
}

/** The width of an element, in whole pixels; 0 before it is known. */
function useWidth(of: { readonly current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const element = of.current
    if (element === null) return undefined
    const observer = new ResizeObserver(() => setWidth(Math.floor(element.clientWidth)))
    observer.observe(element)
    return () => observer.disconnect()
  }, [of])
  return width
}
