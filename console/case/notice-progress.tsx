import { useSay } from "../language/language-provider.tsx"
import { useCase } from "./case-context.tsx"

/** The progress of the notices in a sentence and as a bar. */
export function NoticeProgress() {
  const say = useSay()
  const { affected, told, publicNotice } = useCase().view.notices
  const sentence = say(publicNotice === 0 ? "notices.progress" : "notices.progressPublic", {
    affected,
    told,
    publicNotice,
  })
  return (
    <div className="progress">
      <p>
        <strong>{sentence}</strong>
      </p>
      <progress aria-label={say("notices.title")} max={Math.max(affected, 1)} value={told + publicNotice}>
        {sentence}
      </progress>
    </div>
  )
}
