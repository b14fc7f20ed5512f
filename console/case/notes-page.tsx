import { useInfiniteQuery } from "@tanstack/react-query"
import { useState } from "react"
import { Button } from "react-aria-components"
import { useNameOfPerson } from "../api/colleagues.ts"
import { answerOf, api } from "../api/console-api.ts"
import { useMayAct } from "../api/session.ts"
import { usePlainCommand } from "../api/use-command.ts"
import { useSay } from "../language/use-say.ts"
import { useAnnounce } from "../parts/announcements.tsx"
import { CommandForm } from "../parts/command-form.tsx"
import { TextBox } from "../parts/fields.tsx"
import { Moment } from "../parts/moment.tsx"
import { ProblemText } from "../parts/problem-text.tsx"
import { useCase } from "./case-context.tsx"
import { CasePage } from "./case-page.tsx"
import { caseKey } from "./case-query.ts"
import { Evidence } from "./evidence.tsx"

const readNotes = (caseAlias: string, after: string | undefined) =>
  answerOf(
    api.GET("/v1/cases/{caseAlias}/notes", {
      params: { path: { caseAlias }, query: after === undefined ? {} : { after } },
    }),
  )

type Note = Awaited<ReturnType<typeof readNotes>>["body"]["notes"][number]

/** The party's own notes and files about the case. Nobody else sees them. */
export function NotesPage() {
  const say = useSay()
  const mayAct = useMayAct()
  return (
    <CasePage title="notes.title">
      <p>{say("notes.intro")}</p>
      <h2>{say("notes.notes")}</h2>
      <NoteList />
      {mayAct ? <NoteForm /> : null}
      <Evidence />
    </CasePage>
  )
}

function NoteList() {
  const say = useSay()
  const { caseAlias, timelineHead } = useCase().view
  const pages = useInfiniteQuery({
    queryKey: [...caseKey(caseAlias), "notes", timelineHead.seq],
    queryFn: ({ pageParam }) => readNotes(caseAlias, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ body }) => body.next,
    placeholderData: (before) => before,
  })
  const notes = pages.data?.pages.flatMap(({ body }) => body.notes) ?? []
  return (
    <>
      {pages.error === null ? null : <ProblemText problem={pages.error} />}
      {pages.isSuccess && notes.length === 0 ? <p>{say("notes.none")}</p> : null}
      {notes.map((note) => (
        <NoteCard key={note.noteId} note={note} />
      ))}
      {pages.hasNextPage ? (
        <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          {say("notes.more")}
        </Button>
      ) : null}
    </>
  )
}

function NoteCard({ note: { text, at, by } }: { readonly note: Note }) {
  const nameOf = useNameOfPerson()
  return (
    <article className="card">
      <p className="prose">{text}</p>
      <p className="hint">
        {by === undefined ? null : `${nameOf(by)}, `}
        <Moment at={at} />
      </p>
    </article>
  )
}

function NoteForm() {
  const say = useSay()
  const announce = useAnnounce()
  const { caseAlias } = useCase().view
  const [text, setText] = useState("")
  const command = usePlainCommand({
    call: (note: string, headers) =>
      api.POST("/v1/cases/{caseAlias}/notes", { params: { path: { caseAlias } }, headers, body: { text: note } }),
    changes: caseKey(caseAlias),
    onDone: () => {
      setText("")
      announce(say("form.recorded"))
    },
  })
  return (
    <CommandForm command={command} label={say("notes.add")} input={() => text.trim()}>
      <TextBox label={say("notes.note")} value={text} onChange={setText} maxLength={4000} isLong isRequired />
    </CommandForm>
  )
}
