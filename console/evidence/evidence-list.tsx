import { useInfiniteQuery, useMutation } from "@tanstack/react-query"
import { usePersonWords } from "../api/colleagues.ts"
import { answerOf, api } from "../api/console-api.ts"
import { pollMilliseconds } from "../api/polling.ts"
import { useCase } from "../case/case-context.tsx"
import { caseKey } from "../case/case-query.ts"
import { useLanguage, useSay } from "../language/language-provider.tsx"
import { Moment } from "../parts/moment.tsx"
import { PendingButton } from "../parts/pending-button.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { MoreButton, Reading } from "../parts/reading.tsx"
import { saveFile } from "../parts/save-file.ts"
import { typeInWord } from "./evidence-type.ts"

const readEvidence = (caseAlias: string, after: string | undefined) =>
  answerOf(
    api.GET("/v1/cases/{caseAlias}/evidence", {
      params: { path: { caseAlias }, query: after === undefined ? {} : { after } },
    }),
  )

type ListedFile = Awaited<ReturnType<typeof readEvidence>>["body"]["evidence"][number]

/** A link is good for five minutes. */
const newLinksAfter = 120_000

/** The files of evidence of the party, the oldest first. */
export function EvidenceList() {
  const say = useSay()
  const { view, etag } = useCase()
  const { caseAlias, timelineHead } = view
  const pages = useInfiniteQuery({
    queryKey: [...caseKey(caseAlias), "evidence", etag ?? timelineHead.seq],
    queryFn: ({ pageParam }) => readEvidence(caseAlias, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    placeholderData: (before) => before,
    refetchInterval: () => (pollMilliseconds() === false ? false : newLinksAfter),
  })
  const files = pages.data?.pages.flatMap(({ body }) => body.evidence) ?? []
  return (
    <section aria-labelledby="files">
      <h3 id="files">{say("evidence.all")}</h3>
      <Reading of={pages} />
      {pages.isSuccess && files.length === 0 ? <p>{say("evidence.none")}</p> : null}
      <ul className="cards">
        {files.map((file) => (
          <li className="card" key={file.evidenceId}>
            <FileText file={file} />
          </li>
        ))}
      </ul>
      <MoreButton pages={pages}>{say("evidence.more")}</MoreButton>
    </section>
  )
}

function FileText({
  file: { name, contentType, bytes, sha256, at, by, letterId, state, link },
}: {
  readonly file: ListedFile
}) {
  const say = useSay()
  const namePerson = usePersonWords()
  const inWords = useByteWords()
  return (
    <>
      <h4>{name}</h4>
      <p>
        {typeInWord(contentType)}, {inWords(bytes)}
      </p>
      <p>
        {letterId === undefined ? namePerson(by) : say("party.byLetter")}, <Moment at={at} />
      </p>
      <p className="hash">
        {say("evidence.hash")} <code>{sha256}</code>
      </p>
      {link === undefined ? (
        <p>
          <span className="badge waiting">{say(state === "refused" ? "evidence.refused" : "evidence.declared")}</span>
        </p>
      ) : (
        <DownloadButton name={name} url={link.url} />
      )}
    </>
  )
}

/** Saves a file under its own name. The link does not hold the name, which can say something of a person. */
function DownloadButton({ name, url }: { readonly name: string; readonly url: string }) {
  const say = useSay()
  const download = useMutation({
    mutationFn: async () => {
      // The link says all, so no cookie goes along.
      const answer = await fetch(url, { credentials: "omit" })
      if (!answer.ok) throw new Error(`The bucket answered ${answer.status}`)
      return answer.blob()
    },
    onSuccess: (content) => saveFile(name, content.type, content),
  })
  return (
    <>
      <PendingButton isPending={download.isPending} onPress={() => download.mutate()}>
        {say("evidence.download", { name })}
      </PendingButton>
      {download.error === null ? null : <ProblemText problem={download.error} isAnswer />}
    </>
  )
}

/** Puts a number of bytes into words, such as "1.2 MB" or "15 bytes". */
export function useByteWords(): (bytes: number) => string {
  const { language } = useLanguage()
  return (bytes) => {
    const [amount, unit, unitDisplay] =
      bytes < 1_000
        ? ([bytes, "byte", "long"] as const)
        : bytes < 1_000_000
          ? ([bytes / 1_000, "kilobyte", "short"] as const)
          : ([bytes / 1_000_000, "megabyte", "short"] as const)
    return new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay, maximumFractionDigits: 1 }).format(
      amount,
    )
  }
}
