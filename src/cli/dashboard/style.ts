/** What a dashboard has beside the style of a report. */
export const DASHBOARD_STYLE = `
body.dashboard { display: block }
#now { border-bottom: 1px solid var(--line); padding: 1.5rem 1rem }
#now > p { margin: 0 0 .5rem; font-weight: 600; overflow-wrap: anywhere; max-width: none }
#share { width: 100%; height: .375rem; accent-color: var(--accent); display: block }
#figures-now {
  display: grid; grid-template-columns: repeat(auto-fill, minmax(7.5rem, 1fr)); gap: .75rem 1rem;
  margin: 1rem 0; font-variant-numeric: tabular-nums;
}
#figures-now dt { color: var(--muted); font-size: .8125rem }
#figures-now dd { margin: 0; font-size: 1.25rem; font-weight: 600; white-space: nowrap }
#charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 1rem }
#charts figcaption { font-size: .875rem; font-weight: 600 }
#charts details { grid-column: 1 / -1 }
#charts table { border-collapse: collapse; font-variant-numeric: tabular-nums }
#charts .scroll { max-height: 16rem; overflow: auto }
#charts[hidden], #share[hidden], #figures-now:empty { display: none }
@media (min-width: 70rem) {
  #run { display: grid; grid-template-columns: 15rem minmax(0, 1fr) }
  #now { padding: 2rem 3rem }
}
@media print { #now { display: none } }
`;
