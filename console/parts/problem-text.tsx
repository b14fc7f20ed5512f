import { ApiProblem } from "../api/api-problem.ts"
import { useLanguage } from "../language/language-provider.tsx"
import { type MessageKey, messages } from "../language/messages.ts"
import { type Say, useSay } from "../language/use-say.ts"

/** Says why the hub refused or failed, and what to do. */
export function ProblemText({ problem }: { readonly problem: Error }) {
  const say = useSay()
  const { language } = useLanguage()
  return (
    <p className="problem" role="alert">
      {problemInWords(problem, say, language)}
    </p>
  )
}

const isKey = (key: string): key is MessageKey => Object.hasOwn(messages.en, key)

/** A refusal in words: the console's own, or else the hub's sentence where the page is English. */
export function problemInWords(problem: Error, say: Say, language: "en" | "fr"): string {
  if (!(problem instanceof ApiProblem)) return say("problem.connection")
  const key = `problem.${problem.code}`
  if (isKey(key)) return say(key)
  if (problem.status >= 500) return say("problem.busy")
  if (language === "en" && problem.detail !== undefined) return problem.detail
  return say("problem.other", { code: problem.code, status: problem.status })
}
