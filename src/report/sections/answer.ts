import { answerOf } from "../../result/conclude/answer.ts";
import type { Result } from "../../result/document.ts";
import { paragraph, type Report } from "../model.ts";

/** What was found, in a sentence, and whether to believe it. */
export function answerSection(result: Result): Report {
  const { answer, belief, isValid } = answerOf(result);
  return [
    { ...paragraph([{ strong: answer }]), role: "answer" },
    ...belief === "" ? [] : [{
      ...paragraph(isValid ? belief : [{ strong: belief }]),
      role: isValid ? "believed" as const : "doubted" as const,
    }],
  ];
}
