"""Models ready made, and what other networks have learned, in cells."""

import pytest
from test_compile_errors import plain


@pytest.fixture
def learning(kernel):
    kernel.succeed("import DeepLearning")
    return kernel


def test_a_model_of_characters_is_trained_and_writes(learning):
    learning.succeed(
        'let text = String(repeating: "the cat sat on the mat. ", count: 20)\n'
        "let windows = TextData(text, length: 24)\n"
        "let writer = CharRNN(windows.vocabulary, hidden: 32, generator: RandomGenerator(seed: 1))\n"
        "let trainer = Trainer(writer, Adam(writer, learningRate: 0.02), batches: windows.batches(of: 4)) {\n"
        "    sequenceCrossEntropy(logits: writer($0.inputs), targets: $0.targets)\n"
        "}\n"
        "try trainer.fit(epochs: 40)"
    )
    assert learning.value('writer.generate(22, after: "t", temperature: 0)') == '"the cat sat on the mat."'


def test_a_network_begins_with_the_weights_of_another(learning, tmp_path):
    learning.succeed(
        f'try Weights.save(ResNet20(), to: "{tmp_path}/twenty.safetensors")\n'
        "let pupil = ResNet20(classes: 3)\n"
        f'let part = try Weights.load(partOf: "{tmp_path}/twenty.safetensors", into: pupil, except: "fc")'
    )
    assert learning.value('part.kept.joined(separator: " ")') == '"fc.weight fc.bias"'
    learning.succeed(
        "pupil.fc = Sequential(Dropout(0.2), Linear(64, 5))\n"
        'pupil.freeze("conv1", "layer1")\n'
        "pupil.layer1.staysInEvaluation = true\n"
        'let groups = [ParameterGroup(pupil.fc), ParameterGroup(pupil.parameters(except: "fc"), learningRate: 1e-3)]\n'
        "let optimizer = SGD(groups, learningRate: 0.1)"
    )
    assert learning.value("pupil(Tensor.zeros([2, 3, 32, 32])).shape") == "[2, 5]"


def test_a_layer_of_ones_own_may_have_the_name_of_a_model(learning):
    learning.succeed(
        "final class LeNet: Module {\n"
        "    let layer = Linear(2, 3)\n"
        "    override func forward(_ input: Tensor) -> Tensor { layer(input) }\n"
        "}\n"
        "let own = LeNet()"
    )
    assert learning.value("own(Tensor.ones([1, 2])).shape") == "[1, 3]"


def test_a_text_that_cannot_be_continued_is_named(fresh_kernel):
    fresh_kernel.succeed(
        "import DeepLearning\n"
        'let model = CharTransformer(Vocabulary(charactersOf: ["abc"]))'
    )
    outcome = fresh_kernel.fail('model.generate(5, after: "xyz")')
    assert "the text to go on from has “x”" in plain(outcome.traceback), outcome
