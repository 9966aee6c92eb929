import time

TRAINING = """
import DeepLearning

func makeTraining() -> (model: Sequential, trainer: Trainer<DataLoader<LabelledData>>) {
    let generator = RandomGenerator(seed: 4)
    let model = Sequential(
        Linear(64, 64, generator: generator), BatchNorm1D(64), ReLU(), Dropout(0.3, generator: generator),
        Linear(64, 10, generator: generator))
    let batches = Datasets.digits().train.batches(of: 16, generator: generator)
    let trainer = Trainer(model, Adam(model), batches: batches) { inputs, labels in
        softmaxCrossEntropy(logits: model(inputs), labels: labels)
    }
    trainer.generators = [generator]
    return (model, trainer)
}
"""


def test_a_training_shows_a_bar_and_curves_that_are_redrawn_in_place(kernel):
    kernel.succeed(TRAINING)
    outcome = kernel.succeed(
        """
        let shown = makeTraining()
        let test = Datasets.digits().test
        shown.trainer.validation = { ["accuracy": accuracy(of: shown.model(test.images), labels: test.labels)] }
        try shown.trainer.fit(epochs: 200)
        """
    )
    displays = [m.content for m in outcome.of_type("display_data")]
    pictures = [d for d in displays if "image/png" in d["data"]]
    assert len(pictures) == 1, "one picture, which is updated"
    updates = [m.content for m in outcome.of_type("update_display_data")]
    redrawn = [u for u in updates if "image/png" in u["data"]]
    assert redrawn, "the curves grow while it trains"
    assert {u["transient"]["display_id"] for u in redrawn} == {pictures[0]["transient"]["display_id"]}
    texts = [u["data"]["text/plain"] for u in displays + updates if "epoch" in u["data"].get("text/plain", "")]
    assert "epoch 200/200" in texts[-1] and "accuracy 0.9" in texts[-1]
    table = outcome.of_type("execute_result")[0].content["data"]
    assert "training loss" in table["text/html"] and "learning rate" in table["text/plain"]


def test_an_interrupted_training_goes_on_bit_for_bit(kernel):
    kernel.succeed(TRAINING)
    kernel.succeed("let whole = makeTraining()\ntry whole.trainer.fit(untilEpoch: 150)")
    kernel.succeed("let parts = makeTraining()")
    code = "try parts.trainer.fit(untilEpoch: 150)"
    steps = 0
    for _ in range(3):
        request = kernel.start(code)
        kernel.wait_for(lambda m: m.type == "display_data", request, code=code)
        time.sleep(0.1)
        kernel.ask("interrupt_request", channel="control", timeout=10)
        outcome = kernel.finish(request, code, timeout=20)
        assert outcome.status == "error" and "interrupt" in outcome.reply["ename"].lower()
        before = steps
        steps = int(kernel.succeed("print(parts.trainer.history.stepLosses.count)").stdout)
        assert before < steps < 150 * 90, "the interrupt came between the first step and the last"
    kernel.succeed(code)
    compare = """
    precondition(parts.trainer.history.stepLosses == whole.trainer.history.stepLosses, "the losses differ")
    for (a, b) in zip(parts.model.state, whole.model.state) {
        precondition(a.value.scalars() == b.value.scalars(), "\\(a.name) differs")
    }
    """
    kernel.succeed(compare)


def test_a_layer_that_overflows_is_named(kernel):
    kernel.succeed(TRAINING)
    outcome = kernel.run(
        """
        let wild = makeTraining()
        wild.trainer.optimizer.learningRate = 1e30
        try wild.trainer.fit(epochs: 1)
        """
    )
    assert outcome.status == "error"
    assert outcome.reply["ename"] == "TrainingError"
    assert "step 2: the loss is" in outcome.reply["evalue"] and "learning rate" in outcome.reply["evalue"]
    kernel.succeed("precondition(wild.model.parameterCount > 0)")
