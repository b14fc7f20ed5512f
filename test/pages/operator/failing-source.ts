import type { StageSource } from "../../../shared/pages/operator/stage-now.ts"

/** A source of which one part fails, with a message that nobody may see. */
export function failingSource(part: keyof StageSource): Partial<StageSource> {
  const fails = async () => {
    throw new Error("AKIA-canary may not")
  }
  return { [part]: fails }
}
