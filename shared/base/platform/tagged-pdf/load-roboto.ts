import { readFileSync } from "node:fs"
import { createRequire } from "node:module"
import type { FontFiles } from "./tagged-pdf.ts"

const require = createRequire(import.meta.url)

/** Roboto, with all Latin, Greek and Cyrillic letters. A bundle holds the files themselves in place of this module. */
export const robotoFiles = (): FontFiles => ({
  regular: readFileSync(require.resolve("@expo-google-fonts/roboto/400Regular/Roboto_400Regular.ttf")),
  bold: readFileSync(require.resolve("@expo-google-fonts/roboto/500Medium/Roboto_500Medium.ttf")),
  italic: readFileSync(require.resolve("@expo-google-fonts/roboto/400Regular_Italic/Roboto_400Regular_Italic.ttf")),
})
