import { useInfiniteQuery } from "@tanstack/react-query"
import { Button } from "react-aria-components"
import { useNameOfPerson } from "../api/colleagues.ts"
import { useMayAct } from "../api/session.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/use-say.ts"
import { useAnnounce } from "../parts/announcements.tsx"
import { Loading } from "../parts/loading.tsx"
import { Moment } from "../parts/moment.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { useCase } from "./case-context.tsx"
import { caseKey } from "./case-query.ts"
import { contentTypes, type EvidenceFile, readEvidence, sendEvidence } from "./evidence-files.ts"

/** The party's own files about the case. The timeline holds the hash of each. */
export function Evidence() {
  const say = useSay()
  const mayAct = useMayAct()
  const { caseAlias, timelineHead } = useCase().view
  const pages = useInfiniteQuery({
    queryKey: [...caseKey(caseAlias), "evidence", timelineHead.seq],
    queryFn: ({ pageParam }) => readEvidence(caseAlias, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    placeholderData: (before) => before,
    // A link is good for a few minutes.
    refetchInterval: 240_000,
  })
  const files = pages.data?.pages.flatMap(({ body }) => body.evidence) ?? []
  return (
    <section aria-labelledby="evidence">
      <h2 id="evidence">{say("evidence.title")}</h2>
      <p>{say("evidence.intro")}</p>
      {pages.error === null ? null : <ProblemText problem={pages.error} />}
      {pages.isSuccess && files.length === 0 ? <p>{say("evidence.none")}</p> : null}
      {files.map((file) => (
        <FileCard key={file.evidenceId} file={file} />
      ))}
      {pages.hasNextPage ? (
        <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          {say("evidence.more")}
        </Button>
      ) : null}
      {mayAct ? <AddFile /> : null}
    </section>
  )
}

function FileCard({ file: { name, bytes, sha256, at, by, link } }: { readonly file: EvidenceFile }) {
  const say = useSay()
  const nameOf = useNameOfPerson()
  return (
    <article className="card">
      <h3>{name}</h3>
      <p className="hint">
        {by === undefined ? null : `${nameOf(by)}, `}
        <Moment at={at} />
        {`, ${say("evidence.size", { kilobytes: Math.ceil(bytes / 1000) })}`}
      </p>
      <p className="hash">
        SHA-256: <code>{sha256}</code>
      </p>
      {link === undefined ? (
        <p className="problem">{say("evidence.notStored")}</p>
      ) : (
        <p>
          <a href={link.url} download="" rel="noreferrer">
            {say("evidence.download", { name })}
          </a>
        </p>
      )}
    </article>
  )
}

function AddFile() {
  const say = useSay()
  const announce = useAnnounce()
  const { caseAlias } = useCase().view
  const command = usePlainCommand({
    call: (file: File, headers) => sendEvidence(caseAlias, file, headers),
    changes: caseKey(caseAlias),
    onDone: () => announce(say("evidence.added")),
  })
  return (
    <>
      <p>
        <label htmlFor="evidence-file">{say("evidence.add")}</label>
        <input
          id="evidence-file"
          type="file"
          accept={Object.keys(contentTypes).join(",")}
          disabled={command.isSending}
          onChange={({ target }) => {
            const [file] = target.files ?? []
            if (file !== undefined) command.send(file)
          }}
        />
      </p>
      {command.isSending ? <Loading of={say("form.sending")} /> : null}
      {command.problem === null ? null : <ProblemText problem={command.problem} />}
    </>
  )
}
