import DeepLearning

func digitImages() -> LabelledData { Datasets.digits(flattened: false).train.mapInputs { $0.reshape(-1, 1, 8, 8) } }

/// A step of a small convolutional network on the digits.
func digits() -> () -> Void {
    let model = Sequential {
        Conv2D(1, 16, kernel: 3, padding: .same)
        ReLU()
        MaxPool2D(2)
        Conv2D(16, 32, kernel: 3, padding: .same)
        ReLU()
        MaxPool2D(2)
        Flatten()
        Linear(128, 10)
    }
    let (images, labels) = digitImages()[0..<32].batch
    return training(model, Adam(model), images) { softmaxCrossEntropy(logits: $0, labels: labels) }
}

/// The next of the endless batches of a loader.
func loader() -> () -> Void {
    let batches = digitImages().batches(of: 32)
    var iterator = batches.makeIterator()
    return {
        if iterator.next() == nil { iterator = batches.makeIterator() }
    }
}
