/** Draws the plotly figure of a report in the CMS: [data-figure] names the <script type="application/json">. */

for (const figure of document.querySelectorAll("[data-figure]")) {
  const { data, layout } = JSON.parse(document.getElementById(figure.dataset.figure).textContent);
  const script = document.createElement("script");
  script.src = figure.dataset.plotly;
  script.onload = () => {
    const color = getComputedStyle(figure).color;
    globalThis.Plotly.newPlot(
      figure.querySelector("[data-figure-here]"),
      data,
      {
        ...layout,
        font: { family: getComputedStyle(document.body).fontFamily, color },
        // plotly's own lines are made for paper: on a dark screen they outshine what they measure
        yaxis: { gridcolor: "rgba(128, 128, 128, 0.3)", zerolinecolor: "rgba(128, 128, 128, 0.7)", ...layout.yaxis },
      },
      { responsive: true, displayModeBar: false },
    );
  };
  document.head.append(script); // without it the table below says the same
}
