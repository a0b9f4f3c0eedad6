/** What a report asks of thresholds, whose words it does not know itself. */
export { goodputLimits } from "../scenario/threshold.ts";
