import { type ReactNode, useLayoutEffect, useState } from "react"
import { useIntl } from "react-intl"
import { ApiProblem } from "../api/api-problem.ts"
import { InterruptedTurn } from "../api/turn-outcome.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import type { MessageKey } from "../language/messages.ts"

type ProblemTextProps = {
  readonly problem: Error
  /** It answers what the person did, and is said aloud each time. */
  readonly isAnswer?: boolean
}

/**
 * Says why the hub refused or failed, and what to do. A lost connection fails all that a page reads, so what stands on
 * the page already is not said aloud again.
 */
export function ProblemText({ problem, isAnswer = false }: ProblemTextProps) {
  const text = useProblemWords()(problem)
  const isAloud = useIsAloud(text, isAnswer)
  return (
    <p className="problem" role={isAloud ? "alert" : undefined}>
      {text}
    </p>
  )
}

/** How many parts of the page say a sentence now. */
const sayers = new Map<string, number>()

function useIsAloud(text: string, isAnswer: boolean): boolean {
  const [isAloud, setAloud] = useState(isAnswer)
  useLayoutEffect(() => {
    const others = sayers.get(text) ?? 0
    sayers.set(text, others + 1)
    setAloud(isAnswer || others === 0)
    return () => void sayers.set(text, (sayers.get(text) ?? 1) - 1)
  }, [text, isAnswer])
  return isAloud
}

/** A refusal in words: the console's own, or else the hub's sentence where the page is English. */
function useProblemWords(): (problem: Error) => string {
  const say = useSay()
  const { language } = useLanguage()
  const { messages } = useIntl()
  const isKey = (key: string): key is MessageKey => Object.hasOwn(messages, key)
  const inWords = (problem: Error): string => {
    if (problem instanceof InterruptedTurn) {
      const { done, of } = problem
      return say("problem.interrupted", { done, of, why: inWords(problem.problem) })
    }
    if (!(problem instanceof ApiProblem)) return say("problem.connection")
    const key = [`problem.${problem.code}.${problem.path}`, `problem.${problem.code}`].find(isKey)
    if (key !== undefined) return say(key)
    if (problem.status >= 500) return say("problem.busy")
    if (language === "en" && problem.detail !== undefined) return problem.detail
    return say("problem.other", { code: problem.code, status: problem.status })
  }
  return inWords
}

/** What is wrong with something that was typed or sent, said aloud. */
export function Wrong({ children }: { readonly children: ReactNode }) {
  return (
    <p className="problem" role="alert">
      {children}
    </p>
  )
}
