/** The part of pdfmake 0.3 that the renderer uses. The package has no types. */
declare module "pdfmake" {
  export type Node = string | { readonly [property: string]: unknown } | readonly Node[]
  export type DocumentDefinition = {
    readonly pageSize: string
    readonly pageMargins: readonly [number, number, number, number]
    readonly info: Readonly<Record<string, string | Date>>
    readonly version: string
    readonly language: string
    readonly displayTitle: boolean
    readonly content: readonly Node[]
    readonly styles: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    readonly defaultStyle: Readonly<Record<string, unknown>>
    readonly footer: (page: number, pages: number) => Node
    /** Called for every node after layout. `verticalRatio` is 0 at the top of the page and 1 at its end. */
    readonly pageBreakBefore?: (
      node: { readonly headlineLevel?: number; readonly startPosition: { readonly verticalRatio: number } },
      others: { getFollowingNodesOnPage(): readonly { readonly table?: unknown }[] },
    ) => boolean
  }
  type FontFiles = Readonly<Record<"normal" | "bold" | "italics" | "bolditalics", string>>
  const pdfmake: {
    readonly virtualfs: { writeFileSync(name: string, content: Uint8Array): void }
    setFonts(fonts: Readonly<Record<string, FontFiles>>): void
    setUrlAccessPolicy(allow: (url: string) => boolean): void
    setLocalAccessPolicy(allow: (path: string) => boolean): void
    createPdf(definition: DocumentDefinition): { getBuffer(): Promise<Uint8Array> }
  }
  export default pdfmake
}

declare module "pdfmake/build/vfs_fonts.js" {
  const files: Readonly<Record<string, string>>
  export default files
}
