//! Vignettes: every scene can be reached, and from each an ending.

use std::collections::HashMap;

use super::{Move, Scene, Vignette};
use crate::diagnostic::{Diagnostic, Problem, Tallied, listed};
use crate::model::Site;
use crate::model::ids::{check_file_name, check_ids};
use crate::source::Document;
use crate::source::course::VignetteYaml;

pub(super) fn vignette(
    site: &Site,
    document: &Document<VignetteYaml>,
    diagnostics: &mut Tallied,
) -> Vignette {
    let yaml = &document.yaml;
    check_file_name(document, "vignette", diagnostics);
    if yaml.scenes.is_empty() && !document.mended {
        let problem = Problem::EmptyValue { key: "scenes".to_owned(), needed: true };
        diagnostics.push(Diagnostic::at(document.yaml_place(&["scenes"]), problem));
    }
    let before = diagnostics.errors();
    check_ids(document, "scene", "scenes", yaml.scenes.iter().map(|scene| scene.id.as_str()), diagnostics);
    let ids: HashMap<&str, usize> =
        yaml.scenes.iter().enumerate().map(|(at, scene)| (scene.id.as_str(), at)).collect();
    let find = |id: &str, way: &[&str], diagnostics: &mut Tallied| {
        let found = ids.get(id).copied();
        if found.is_none() && !document.mended {
            let known = || yaml.scenes.iter().map(|scene| scene.id.as_str());
            let problem = Problem::UnknownScene {
                scene: id.to_owned(),
                nearest: site.index.proposals.nearest(id, known()),
                known: listed(known()),
            };
            diagnostics.push(Diagnostic::at(document.yaml_place(way), problem));
        }
        found
    };
    let start = yaml.start.as_ref().map_or(Some(0), |start| find(start, &["start"], diagnostics));
    let mut scenes = Vec::with_capacity(yaml.scenes.len());
    for (at, scene) in yaml.scenes.iter().enumerate() {
        let at = at.to_string();
        let mut moves = Vec::with_capacity(scene.choices.len());
        for (index, choice) in scene.choices.iter().enumerate() {
            let index = index.to_string();
            let way = |key| ["scenes", at.as_str(), "choices", index.as_str(), key];
            let Some(to) = find(&choice.to, &way("to"), diagnostics) else { continue };
            moves.push(Move {
                text: document.inline(&way("text"), &choice.text, diagnostics),
                to,
                feedback: document.block(&way("feedback"), &choice.feedback),
            });
        }
        scenes.push(Scene {
            id: scene.id.clone(),
            text: document.block(&["scenes", &at, "text"], &scene.text),
            moves,
        });
    }
    // With a choice that leads nowhere, nobody knows what can be reached.
    let sound = !document.mended && diagnostics.errors() == before;
    if let (true, Some(start)) = (sound && !scenes.is_empty(), start) {
        check_scenes(document, &scenes, start, diagnostics);
    }
    Vignette {
        id: document.stem().to_owned(),
        title: yaml.title.clone(),
        summary: yaml.summary.clone(),
        start: start.unwrap_or(0),
        scenes,
        path: document.path.clone(),
        lesson: None,
    }
}

/// Every scene can be reached, and from each an ending.
fn check_scenes(
    document: &Document<VignetteYaml>,
    scenes: &[Scene],
    start: usize,
    diagnostics: &mut Tallied,
) {
    let place = |at: usize| document.yaml_place(&["scenes", &at.to_string(), "id"]);
    let forward: Vec<Vec<usize>> =
        scenes.iter().map(|scene| scene.moves.iter().map(|step| step.to).collect()).collect();
    let reached = spread(&forward, [start]);
    // One that only others out of reach lead to is reached with them.
    let lost: Vec<usize> = (0..scenes.len()).filter(|at| !reached[*at]).collect();
    let mut led_to = vec![false; scenes.len()];
    for (from, to) in lost.iter().flat_map(|from| forward[*from].iter().map(move |to| (*from, *to))) {
        led_to[to] |= from != to;
    }
    let mut roots: Vec<usize> = lost.iter().copied().filter(|at| !led_to[*at]).collect();
    if roots.is_empty() {
        roots.extend(lost.first());
    }
    for at in roots {
        let problem = Problem::SceneUnreachable { scene: scenes[at].id.clone() };
        diagnostics.push(Diagnostic::at(place(at), problem));
    }
    let endings: Vec<usize> = (0..scenes.len()).filter(|at| scenes[*at].moves.is_empty()).collect();
    if endings.is_empty() {
        diagnostics.push(Diagnostic::at(document.yaml_place(&["scenes"]), Problem::NoEnding));
        return;
    }
    let mut backward = vec![Vec::new(); scenes.len()];
    for (from, to) in forward.iter().enumerate().flat_map(|(from, all)| all.iter().map(move |to| (from, *to)))
    {
        backward[to].push(from);
    }
    let ends = spread(&backward, endings);
    let endless: Vec<usize> = (0..scenes.len()).filter(|at| reached[*at] && !ends[*at]).collect();
    if let Some(first) = endless.first() {
        let problem =
            Problem::SceneEndless { scenes: endless.iter().map(|at| scenes[*at].id.clone()).collect() };
        diagnostics.push(Diagnostic::at(place(*first), problem));
    }
}

/// What can be reached from `starts`.
fn spread(edges: &[Vec<usize>], starts: impl IntoIterator<Item = usize>) -> Vec<bool> {
    let mut reached = vec![false; edges.len()];
    let mut open: Vec<usize> = starts.into_iter().collect();
    while let Some(at) = open.pop() {
        if !std::mem::replace(&mut reached[at], true) {
            open.extend(&edges[at]);
        }
    }
    reached
}

#[cfg(test)]
mod tests {
    use super::spread;

    #[test]
    fn what_can_be_reached_is() {
        assert_eq!(spread(&[vec![1], vec![0], vec![1]], [0]), [true, true, false]);
    }
}
