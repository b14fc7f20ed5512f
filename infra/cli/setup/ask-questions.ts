import { input, select } from "@inquirer/prompts"
import type { Question } from "./setup-questions.ts"

/** Answers by the name of the question's option. */
export type Answers = Readonly<Record<string, readonly string[]>>

/** What was answered on the command line and at the terminal, or what is wrong, one sentence for each question. */
export type Asked = { readonly answers: Answers } | { readonly problems: readonly string[] }

/**
 * Takes the answers that were given as options, and asks a person for the others. Without a person the answers that
 * questions start with are taken, and a question without one counts as answered with nothing.
 */
export async function askQuestions(
  questions: readonly Question[],
  given: Answers,
  isTerminal: boolean,
): Promise<Asked> {
  const problems: string[] = []
  const answers: Record<string, readonly string[]> = {}
  for (const question of questions) {
    const { option, initial } = question
    const known = given[option]
    const answer =
      known ?? (isTerminal ? split(question, await askPerson(question)) : initial === undefined ? [] : [initial])
    problems.push(...problemsOf(question, answer).map((problem) => `--${option}: ${problem}`))
    answers[option] = answer
  }
  return problems.length === 0 ? { answers } : { problems }
}

const split = ({ isList }: Question, text: string): readonly string[] =>
  (isList === true ? text.split(",") : [text]).map((one) => one.trim()).filter((one) => one !== "")

function problemsOf({ problem, choices }: Question, answer: readonly string[]): readonly string[] {
  return answer.flatMap((one) => {
    if (choices !== undefined && !choices.includes(one)) return [`choose ${choices.join(" or ")}`]
    return problem?.(one) ?? []
  })
}

const askPerson = async (question: Question): Promise<string> => {
  const { choices, initial, hint } = question
  const message = `${question.question} (${hint})`
  if (choices !== undefined)
    return select({ message, choices: [...choices], ...(initial === undefined ? {} : { default: initial }) })
  return input({
    message,
    ...(initial === undefined ? {} : { default: initial }),
    validate: (text) => problemsOf(question, split(question, text))[0] ?? true,
  })
}
