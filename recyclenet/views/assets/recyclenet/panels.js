/* The controls around the map: they change the state and say that it changed. */
recyclenet.panels = (() => {
  "use strict";

  const { at, html, svg } = recyclenet.dom;
  const { number, perYear, share } = recyclenet.format;
  const { swatch } = recyclenet.symbols;
  const PLAY_MS = 1600;
  const COMFORTABLE = 2000; // flows drawn at most when the page opens

  /** Return amounts in steps of 1, 2, 5 up to the largest flow, from 0. */
  function steps(largest) {
    const found = [0];
    for (let power = Math.floor(Math.log10(Math.max(largest, 1e-3))) - 4; 10 ** power <= largest; power++) {
      for (const factor of [1, 2, 5]) {
        const step = Number((factor * 10 ** power).toPrecision(1));
        if (step <= largest) found.push(step);
      }
    }
    return found;
  }

  /** Choose the steps of the threshold for a scale; the threshold kept is the nearest below the one that was. */
  function rescale(state, scales) {
    state.steps = steps(scales.flow);
    const below = state.steps.filter((step) => step <= state.threshold);
    state.threshold = below[below.length - 1];
    at("threshold").max = state.steps.length - 1;
    at("threshold").value = below.length - 1;
  }

  /** Raise the threshold until no period has more flows than can be drawn with comfort. */
  function comfort(state, { views }) {
    while (state.threshold < state.steps[state.steps.length - 1]) {
      const count = Math.max(...views.flat().map((view) => view.arcs.filter((arc) => arc.flow >= state.threshold).length));
      if (count <= COMFORTABLE) break;
      state.threshold = state.steps[state.steps.indexOf(state.threshold) + 1];
    }
    at("threshold").value = state.steps.indexOf(state.threshold);
  }

  /** Say what the threshold hides. */
  function hidden(state, drawn) {
    const floor = state.threshold > 0 ? perYear(state.threshold) : "nothing";
    at("threshold-value").textContent = floor;
    at("threshold").setAttribute("aria-valuetext", floor);
    const within = drawn.within ? `; ${number(drawn.within)} within one place are not seen` : "";
    const text = drawn.hidden
      ? `${number(drawn.hidden)} of ${number(drawn.count)} flows hidden: ${perYear(drawn.hiddenT)}, ${share(drawn.hiddenShare)} of the tonnes moved`
      : `all ${number(drawn.count)} flows shown`;
    at("hidden").textContent = text + within;
  }

  function box(name, checked, label) {
    const input = html("input", { type: "checkbox", "data-material": name });
    input.checked = checked;
    return { input, label: html("label", {}, input, ...label) };
  }

  /** Build the choice of materials: a box for each stream, and one for each of its materials. */
  function materials(plan, state, changed) {
    plan.materialsOfStream.forEach((members, stream) => {
      if (!members.length) return;
      const all = box(`stream ${stream}`, true, [swatch(plan.streams.colour[stream], "line"), plan.streams.name[stream]]);
      const each = members.map((material) => box(material, true, [plan.materials.name[material]]));
      const settle = () => {
        const chosen = members.filter((material) => state.materials.has(material)).length;
        all.input.checked = chosen === members.length; // so that a click on a mixed box chooses all
        all.input.indeterminate = chosen > 0 && chosen < members.length;
      };
      const set = (material, wanted) => (wanted ? state.materials.add(material) : state.materials.delete(material));
      all.input.addEventListener("change", () => {
        members.forEach((material, place) => {
          set(material, all.input.checked);
          each[place].input.checked = all.input.checked;
        });
        changed();
      });
      each.forEach(({ input }, place) =>
        input.addEventListener("change", () => {
          set(members[place], input.checked);
          settle();
          changed();
        }),
      );
      const alone = members.length === 1 && plan.materials.name[members[0]] === plan.streams.name[stream];
      const open = html("details", {}, html("summary", {}, String(members.length)), html("div", {}, ...each.map(({ label }) => label)));
      open.firstChild.setAttribute("aria-label", `${members.length} materials of ${plan.streams.name[stream]}`);
      at("materials").append(html("div", { class: "rn-stream" }, all.label, ...(alone ? [] : [open])));
    });
  }

  function icon(playing) {
    const path = playing ? "M5 4h4v16H5ZM15 4h4v16h-4Z" : "M6 3.500v17l14-8.500Z";
    return svg(
      "svg",
      { viewBox: "0 0 24 24", width: 16, height: 16, "aria-hidden": "true" },
      svg("path", { d: path, fill: "currentColor" }),
    );
  }

  /** Set the slider and the play button to work. */
  function time(plan, state, changed) {
    const last = plan.periods.name.length - 1;
    const slider = at("period");
    let playing = null;
    at("time").hidden = last === 0;
    slider.max = last;
    const go = (period) => {
      state.period = period;
      changed();
    };
    const show = () => {
      slider.value = state.period;
      slider.setAttribute("aria-valuetext", plan.periods.name[state.period]);
      at("period-name").textContent = plan.periods.name[state.period];
    };
    const stop = () => {
      clearInterval(playing);
      playing = null;
      at("play").replaceChildren(icon(false));
      at("play").setAttribute("aria-label", "Play the periods");
    };
    const play = () => {
      playing = setInterval(() => (state.period === last ? stop() : go(state.period + 1)), PLAY_MS);
      at("play").replaceChildren(icon(true));
      at("play").setAttribute("aria-label", "Stop");
      go(state.period === last ? 0 : state.period + 1);
    };
    at("play").addEventListener("click", () => (playing === null ? play() : stop()));
    slider.addEventListener("input", () => {
      stop();
      go(Number(slider.value));
    });
    stop();
    return show;
  }

  /** Build the choice between two plans and their difference. */
  function choice(plans, state, changed) {
    if (plans.length < 2) return;
    at("plans").hidden = false;
    const names = [...plans.map(({ plan_name: name }, which) => `${"AB"[which]}: ${name}`), "difference"];
    names.forEach((name, which) => {
      const input = html("input", { type: "radio", name: "rn-plan", value: which });
      input.checked = which === state.shown;
      input.addEventListener("change", () => {
        state.shown = which;
        changed();
      });
      at("plans").append(html("label", {}, input, html("span", {}, name)));
    });
  }

  /** Set all controls to work; `changed` is told whether the scales or the plan change with it. Returns what shows the period. */
  function controls(plans, state, changed) {
    const [plan] = plans;
    choice(plans, state, () => changed({ rescaled: true, switched: true }));
    materials(plan, state, () => changed({ rescaled: true }));
    at("measure").value = state.measure;
    for (const input of document.querySelectorAll("[data-layers] input")) {
      state.show[input.dataset.layer] = input.checked;
      input.addEventListener("change", () => {
        state.show[input.dataset.layer] = input.checked;
        changed({});
      });
    }
    at("measure").addEventListener("change", () => {
      state.measure = at("measure").value;
      changed({});
    });
    at("threshold").addEventListener("input", () => {
      state.threshold = state.steps[Number(at("threshold").value)];
      changed({});
    });
    return time(plan, state, () => changed({}));
  }

  return { comfort, controls, hidden, rescale };
})();
