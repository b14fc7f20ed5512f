import { readFileSync, writeFileSync } from "node:fs"
import { relative } from "node:path"
import { applyEdits, modify } from "jsonc-parser"
import { committedStages, type Stage } from "../../stages/read-stage.ts"

/** What became of the protection against deletion: the sentences for people, and whether the file was written. */
export type Protection = { readonly written: boolean; readonly text: string }

/**
 * Protects a stage that works against deletion, in its file. CloudFormation turns the protection on before it makes
 * anything, and a stack that fails then could not be deleted. So a first deployment has to succeed without it.
 *
 * @param options.mayWrite whether to write, or to say only what to write
 * @returns undefined if there is nothing to protect, or it is protected
 */
export function protectStage(
  { name, path, settings: { keepData, terminationProtection } }: Stage,
  { mayWrite }: { readonly mayWrite: boolean },
): Protection | undefined {
  if (!keepData || terminationProtection || committedStages.includes(name)) return undefined
  const file = relative(process.cwd(), path) || path
  const deploy = `npx cdk deploy --all -c stage=${name}`
  const byHand = `Set "terminationProtection" to true in ${file}, and deploy again: ${deploy}`
  if (!mayWrite) return { written: false, text: `Nothing protects the stacks against deletion yet. ${byHand}` }
  try {
    writeFileSync(path, withProtection(readFileSync(path, "utf8")))
  } catch {
    return { written: false, text: `${file} cannot be written. ${byHand}` }
  }
  return {
    written: true,
    text: `The stage works, so ${file} now has "terminationProtection": true. Deploy again for it to count: ${deploy}`,
  }
}

/** The text of a stage's file with the protection on, and otherwise as it was: order, spaces and ends of lines. */
export function withProtection(text: string): string {
  const lineStart = /\r?\n[ \t]+(?=")/.exec(text)?.[0] ?? " "
  const edits = modify(text, ["terminationProtection"], true, {})
  return applyEdits(
    text,
    edits.map((edit) => ({ ...edit, content: edit.content.replace(/^,(?=")/, `,${lineStart}`) })),
  )
}
