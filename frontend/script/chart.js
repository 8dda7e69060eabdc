// Draws <div class="chart" data-chart="id of a table" data-kind="columns | line | bars">. The table stays: it is the
// content, the chart its picture, drawn from each row's heading (data-short, where a short one is given) and from the
// cell that has a data-value. One colour, every value written beside its mark, the axis begins at zero.
import { BarChart, LineChart } from "echarts/charts";
import { GridComponent } from "echarts/components";
import * as echarts from "echarts/core";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

echarts.use([BarChart, LineChart, GridComponent, LabelLayout, SVGRenderer]);

const BAR = 34; // height of a row of bars in px
const FEW = 12; // bars beyond these are only in the table
const text = { color: "var(--gz-ink)", fontFamily: "inherit", fontSize: 14 };
const line = { color: "var(--gz-edge)" };

function rows(table) {
  return [...table.tBodies[0].rows].map((row) => {
    const head = row.querySelector("th");
    const cell = row.querySelector("[data-value]");
    const value = cell.dataset.value === "" ? null : Number(cell.dataset.value);
    return { name: head.dataset.short || head.textContent.trim(), value, shown: cell.textContent.trim().split(/\s/)[0] };
  });
}

function option(kind, data) {
  const flat = kind === "bars";
  const names = {
    type: "category",
    data: data.map((d) => d.name),
    inverse: flat,
    axisTick: { show: false },
    axisLine: { lineStyle: line },
    axisLabel: { ...text, hideOverlap: true, ...(flat && { width: 110, overflow: "truncate" }) },
  };
  const values = { type: "value", min: (v) => Math.min(0, v.min), axisLabel: { show: false }, splitLine: { show: false } };
  const label = { ...text, show: true, position: flat ? "right" : "top", formatter: (p) => data[p.dataIndex].shown };
  const series = {
    type: kind === "line" ? "line" : "bar",
    data: data.map((d) => d.value),
    label,
    labelLayout: { hideOverlap: true },
    itemStyle: { color: "var(--gz-blue)" },
    lineStyle: { color: "var(--gz-blue)", width: 2 },
    symbol: "circle",
    symbolSize: 7,
    barMaxWidth: 36,
    emphasis: { disabled: true },
    silent: true,
  };
  return {
    animation: false,
    grid: { left: flat ? 120 : 12, right: flat ? 72 : 12, top: flat ? 4 : 28, bottom: flat ? 4 : 30, outerBoundsMode: "none" },
    xAxis: flat ? values : names,
    yAxis: flat ? names : values,
    series: [series],
  };
}

for (const box of document.querySelectorAll("[data-chart]")) {
  const data = rows(document.getElementById(box.dataset.chart));
  const told = box.dataset.kind === "bars" ? data.slice(0, FEW) : data;
  if (!told.some((d) => d.value)) {
    box.hidden = true; // nothing to draw; the table says so
    continue;
  }
  if (box.dataset.kind === "bars") box.style.height = `${told.length * BAR + 16}px`;
  const chart = echarts.init(box, null, { renderer: "svg" });
  chart.setOption(option(box.dataset.kind, told));
  new ResizeObserver(() => chart.resize()).observe(box);
}
