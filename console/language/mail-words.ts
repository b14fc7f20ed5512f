import type { MailWords } from "../../shared/desk/alerts/mail-words.ts"
import { englishMail } from "../../shared/desk/alerts/mail-words-en.ts"
import { frenchMail } from "../../shared/desk/alerts/mail-words-fr.ts"
import { useLanguage } from "./language-provider.tsx"

/** The words of the alert mails, which the console says in the same way. */
export const useMailWords = (): MailWords => (useLanguage().language === "en" ? englishMail : frenchMail)
